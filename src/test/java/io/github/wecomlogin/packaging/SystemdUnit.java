package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The unit of a node, and the file with its environment.
 */
final class SystemdUnit {

	private static final Path DIRECTORY = Path.of("src/deploy/systemd");

	private final List<String> lines = lines("wecom-login.service");

	List<String> all(String key) {
		return this.lines.stream()
			.filter((line) -> line.startsWith(key + "="))
			.map((line) -> line.substring(key.length() + 1))
			.toList();
	}

	List<String> command() {
		return List.of(all("ExecStart").get(0).split(" "));
	}

	/**
	 * Returns the names of the files in the directory of the credentials.
	 */
	List<String> credentials() {
		return all("LoadCredential").stream().map((credential) -> credential.split(":")[0]).toList();
	}

	/**
	 * Returns what systemd gives the process, which expands nothing in these values.
	 */
	Map<String, String> environment() {
		Map<String, String> environment = new LinkedHashMap<>();
		all("Environment").forEach((variable) -> put(environment, variable));
		all("EnvironmentFile").forEach((file) -> lines(Path.of(file).getFileName().toString())
			.forEach((variable) -> put(environment, variable)));
		return environment;
	}

	private static void put(Map<String, String> environment, String variable) {
		int equals = variable.indexOf('=');
		environment.put(variable.substring(0, equals), variable.substring(equals + 1));
	}

	private static List<String> lines(String file) {
		try {
			return Files.readAllLines(DIRECTORY.resolve(file))
				.stream()
				.filter((line) -> !line.isBlank() && !line.startsWith("#"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
