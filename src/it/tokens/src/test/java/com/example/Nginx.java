package com.example;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/**
 * A real nginx with the front end, in front of both nodes.
 */
final class Nginx implements AutoCloseable {

	static final String VARIABLE = "WECOM_LOGIN_NGINX";

	private final Path directory;

	private final Process process;

	Nginx(Path directory, Site site) throws IOException {
		this.directory = directory;
		Path html = Files.createDirectories(directory.resolve("html/portal"));
		try (Stream<Path> files = Files.list(Path.of("src/main/site"))) {
			for (Path file : files.toList()) {
				Files.copy(file, html.resolve(file.getFileName()));
			}
		}
		Path configuration = directory.resolve("nginx.conf");
		Files.writeString(configuration,
				Files.readString(Path.of("src/test/resources/nginx.conf"))
					.replace("@directory@", directory.toString())
					.replace("@first@", String.valueOf(site.first().getPort()))
					.replace("@second@", String.valueOf(site.second().getPort()))
					.replace("@port@", String.valueOf(site.port())));
		Path output = directory.resolve("output");
		this.process = new ProcessBuilder(program().orElseThrow().toString(), "-e", "stderr", "-p",
				directory.toString(), "-c", configuration.toString())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		Awaitility.await()
			.until(() -> !this.process.isAlive() || Files.exists(directory.resolve("nginx.pid")));
		if (!this.process.isAlive()) {
			throw new IllegalStateException("nginx has ended: " + Files.readString(output));
		}
	}

	static Optional<Path> program() {
		String named = System.getenv(VARIABLE);
		String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
		Stream<Path> candidates = (named != null) ? Stream.of(Path.of(named))
				: Stream.concat(
						Arrays.stream(path.split(File.pathSeparator)).map((each) -> Path.of(each, "nginx")),
						Stream.of(Path.of("/usr/sbin/nginx")));
		return candidates.filter(Files::isExecutable).findFirst();
	}

	/**
	 * Returns status, method, URL, referrer and new cookies of each request.
	 */
	List<String> requests() throws IOException {
		return Files.readAllLines(this.directory.resolve("urls"));
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
