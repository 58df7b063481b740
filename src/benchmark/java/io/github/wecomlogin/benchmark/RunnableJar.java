package io.github.wecomlogin.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jar that an application is started from.
 *
 * @param file where it is
 * @param flags what the Java virtual machine is told besides what it is told for all
 */
record RunnableJar(Path file, List<String> flags) {

	/**
	 * Returns the jar of an application in {@code src/benchmark/apps}.
	 */
	static RunnableJar of(Path build, String directory) {
		return new RunnableJar(build.resolve("benchmark-apps").resolve(directory).resolve("target/application.jar"),
				List.of());
	}

	/**
	 * Returns the jar of the ready-made application.
	 */
	static RunnableJar readyMade(Path build) {
		try (Stream<Path> files = Files.list(build)) {
			return new RunnableJar(files.filter((file) -> file.toString().endsWith("-app.jar")).findAny().orElseThrow(),
					List.of());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the application beside this one that has its sessions in Redis.
	 */
	RunnableJar withRedis() {
		Path application = this.file.getParent().getParent();
		return new RunnableJar(application.resolveSibling(application.getFileName() + "-redis")
			.resolve("target")
			.resolve(this.file.getFileName()), this.flags);
	}

	/**
	 * Returns the same application with its libraries beside the jar, as Spring Boot
	 * recommends for production.
	 */
	RunnableJar extracted() {
		Path destination = neighbour("extracted");
		// Into what an earlier run left behind, too
		List<String> command = List.of(Workspace.java("java"), "-Djarmode=tools", "-jar", this.file.toString(),
				"extract", "--destination", destination.toString(), "--force");
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException(this.file + " could not be extracted: " + output);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		return new RunnableJar(destination.resolve(this.file.getFileName()), this.flags);
	}

	RunnableJar with(String... flags) {
		List<String> all = new ArrayList<>(this.flags);
		all.addAll(List.of(flags));
		return new RunnableJar(this.file, all);
	}

	/**
	 * Returns a path in the directory of the jar.
	 */
	Path neighbour(String name) {
		return this.file.resolveSibling(name);
	}

}
