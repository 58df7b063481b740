package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * A jar that this build has made.
 */
enum Artifact {

	LIBRARY(""), TEST_SUPPORT("-test"), APPLICATION("-app"), SOURCES("-sources"), JAVADOC("-javadoc");

	private final String classifier;

	Artifact(String classifier) {
		this.classifier = classifier;
	}

	Path path() {
		return Path.of(System.getProperty("wecom-login.build.directory", "target"))
			.resolve("wecom-login-" + System.getProperty("wecom-login.version") + this.classifier + ".jar");
	}

	/**
	 * Returns the names of all files, without directories.
	 */
	List<String> files() {
		return read((jar) -> jar.stream().filter((entry) -> !entry.isDirectory()).map(JarEntry::getName).toList());
	}

	/**
	 * Returns the names of all directories, empty ones included.
	 */
	List<String> directories() {
		return read((jar) -> jar.stream().filter(JarEntry::isDirectory).map(JarEntry::getName).toList());
	}

	byte[] bytes(String file) {
		return read((jar) -> {
			try (InputStream content = jar.getInputStream(jar.getJarEntry(file))) {
				return content.readAllBytes();
			}
		});
	}

	String text(String file) {
		return new String(bytes(file), StandardCharsets.UTF_8);
	}

	Attributes manifest() {
		return read((jar) -> jar.getManifest().getMainAttributes());
	}

	private <T> T read(JarReader<T> reader) {
		try (JarFile jar = new JarFile(path().toFile())) {
			return reader.read(jar);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface JarReader<T> {

		T read(JarFile jar) throws IOException;

	}

}
