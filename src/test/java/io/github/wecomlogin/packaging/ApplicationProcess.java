package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

/**
 * {@code java -jar} with the application, as an administrator would start it.
 */
final class ApplicationProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	/**
	 * Options of a JVM that starts fast and ends soon.
	 */
	static final List<String> FOR_A_SHORT_RUN = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

	private final Path output;

	private final Process process;

	private ApplicationProcess(Path output, Process process) {
		this.output = output;
		this.process = process;
	}

	/**
	 * Starts the application.
	 * @param directory an empty directory, so that no configuration is found by chance
	 */
	static ApplicationProcess start(Path directory, Map<String, String> environment, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(FOR_A_SHORT_RUN);
		command.add("-Dstdout.encoding=UTF-8");
		command.add("-jar");
		command.add(Artifact.APPLICATION.path().toAbsolutePath().toString());
		command.addAll(List.of(arguments));
		return start(directory, directory.resolve("output"), environment, command);
	}

	/**
	 * Starts any program.
	 * @param directory its working directory
	 * @param output gets what it writes, after what is in there already
	 */
	static ApplicationProcess start(Path directory, Path output, Map<String, String> environment,
			List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
		builder.environment()
			.keySet()
			.removeIf((name) -> name.matches("(?i)(WECOM|SPRING|SERVER|LOGGING|JAVA_TOOL).*"));
		builder.environment().putAll(environment);
		try {
			return new ApplicationProcess(output, builder.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits until the application has ended by itself.
	 */
	int awaitExit() {
		Awaitility.await().atMost(PATIENCE).until(() -> !this.process.isAlive());
		return this.process.exitValue();
	}

	/**
	 * Waits until the application listens.
	 */
	int awaitPort() {
		return Integer.parseInt(awaitOutput(PORT));
	}

	/**
	 * Waits for something that the application writes.
	 * @return the first group
	 */
	String awaitOutput(Pattern pattern) {
		Awaitility.await().atMost(PATIENCE).until(() -> !this.process.isAlive() || pattern.matcher(output()).find());
		Matcher matcher = pattern.matcher(output());
		if (!matcher.find()) {
			throw new AssertionError("Ended without writing " + pattern + ":\n" + output());
		}
		return matcher.group(1);
	}

	String output() {
		try {
			// Bytes first: the last character may not have been written to the end
			return new String(Files.readAllBytes(this.output), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	boolean isRunning() {
		return this.process.isAlive();
	}

	/**
	 * Asks it to end, by SIGTERM.
	 */
	int terminate() {
		this.process.destroy();
		return awaitExit();
	}

	/**
	 * Ends it by SIGKILL, as a machine does that loses its power.
	 */
	void kill() {
		this.process.destroyForcibly();
		awaitExit();
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
