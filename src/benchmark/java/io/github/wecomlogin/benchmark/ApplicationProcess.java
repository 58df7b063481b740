package io.github.wecomlogin.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An application in a Java process of its own, looked at from outside: nothing is in it
 * for the sake of the measurement.
 */
final class ApplicationProcess implements AutoCloseable {

	/**
	 * The same for all.
	 */
	private static final List<String> JVM_FLAGS = List.of("-Xmx512m");

	private static final Duration TIME_TO_START = Duration.ofMinutes(2);

	private static final Duration TIME_TO_STOP = Duration.ofSeconds(20);

	private static final Pattern USED = Pattern.compile("used (\\d+)K");

	private final Process process;

	private final int port;

	private final long millisecondsToStart;

	private ApplicationProcess(Process process, int port, long started) {
		this.process = process;
		this.port = port;
		awaitAnswer();
		this.millisecondsToStart = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
	}

	static ApplicationProcess start(Contender contender, CompanyServer company) {
		return start(contender.jar(), contender.arguments(company));
	}

	static ApplicationProcess start(RunnableJar jar, List<String> arguments) {
		int port = unusedPort();
		List<String> command = new ArrayList<>(List.of(Workspace.java("java")));
		command.addAll(JVM_FLAGS);
		command.addAll(jar.flags());
		command.addAll(List.of("-jar", jar.file().toString(), "--server.port=" + port, "--server.address=127.0.0.1",
				"--logging.level.root=warn", "--spring.main.banner-mode=off"));
		command.addAll(arguments);
		try {
			long started = System.nanoTime();
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(jar.neighbour("application.log").toFile()))
				.start();
			return new ApplicationProcess(process, port, started);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int unusedPort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void awaitAnswer() {
		long end = System.nanoTime() + TIME_TO_START.toNanos();
		while (this.process.isAlive() && System.nanoTime() < end) {
			try {
				Browser.HTTP.send(HttpRequest.newBuilder(URI.create(url() + "/")).build(),
						HttpResponse.BodyHandlers.discarding());
				return;
			}
			catch (IOException ex) {
				pause();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				break;
			}
		}
		close();
		throw new IllegalStateException("An application did not start; see its application.log");
	}

	private static void pause() {
		try {
			Thread.sleep(2);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Returns the browser of another member.
	 */
	Browser browser() {
		return new Browser(List.of(url()));
	}

	/**
	 * Signs members in, each with a browser of their own.
	 */
	Load signIns(int times, int atATime) {
		return Load.put(this, times, atATime, () -> browser()::signIn);
	}

	String url() {
		return "http://127.0.0.1:" + this.port;
	}

	/**
	 * Returns how long it took until the first request was answered.
	 */
	long millisecondsToStart() {
		return this.millisecondsToStart;
	}

	/**
	 * Returns the time that all processors have spent with the process.
	 */
	Duration processorTime() {
		return this.process.info().totalCpuDuration().orElseThrow();
	}

	/**
	 * Returns what is alive on the heap, in bytes.
	 */
	long liveBytes() {
		jcmd("GC.run");
		jcmd("GC.run");
		Matcher used = USED.matcher(jcmd("GC.heap_info"));
		if (!used.find()) {
			throw new IllegalStateException("The heap of this Java virtual machine is described in another way");
		}
		return Long.parseLong(used.group(1)) * 1024;
	}

	/**
	 * Returns how many instances of a class are alive.
	 */
	int instances(String className) {
		return jcmd("GC.class_histogram").lines()
			.map(String::trim)
			.map((line) -> line.split("\\s+"))
			.filter((columns) -> columns.length > 3 && columns[3].equals(className))
			.mapToInt((columns) -> Integer.parseInt(columns[1]))
			.sum();
	}

	/**
	 * Returns what the process has in memory, in bytes.
	 */
	long residentBytes() {
		try (var lines = Files.lines(Path.of("/proc", Long.toString(this.process.pid()), "status"))) {
			return lines.filter((line) -> line.startsWith("VmRSS:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
				.findFirst()
				.orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String jcmd(String command) {
		try {
			Process jcmd = new ProcessBuilder(Workspace.java("jcmd"), Long.toString(this.process.pid()), command)
				.redirectErrorStream(true)
				.start();
			return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Asks the process to end in an orderly way.
	 * @return whether it did so in time
	 */
	boolean stop(Duration patience) {
		this.process.destroy();
		try {
			return this.process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public void close() {
		if (!stop(TIME_TO_STOP)) {
			this.process.destroyForcibly();
		}
	}

}
