package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

/**
 * An nginx with the configuration of the clustered demo.
 */
final class NginxProcess implements AutoCloseable {

	/**
	 * The one place where the configuration says where its log is and what is in it.
	 */
	private static final Pattern ACCESS = Pattern
		.compile("\\S+ \\[[^]]+] \"(\\S+) (\\S*)\" \\d+ \\d+ [\\d.]+ \"([^\"]*)\" \"([^\"]*)\"");

	private final ApplicationProcess process;

	private NginxProcess(ApplicationProcess process) {
		this.process = process;
	}

	/**
	 * Starts nginx.
	 * @param directory an empty directory for it
	 * @param configuration what it reads
	 * @param command how it is started in its container
	 */
	static NginxProcess start(Path directory, String configuration, List<String> command) {
		String program = RequiresNginx.Condition.nginx().orElseThrow().toString();
		Path file = directory.resolve("nginx.conf");
		try {
			Files.writeString(file, configuration.replace("/tmp/", directory + "/"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		List<String> options = command.subList(1, command.size());
		List<String> here = new ArrayList<>(List.of(program, "-p", directory.toString(), "-c", file.toString()));
		here.addAll(options);
		NginxProcess nginx = new NginxProcess(
				ApplicationProcess.start(directory, directory.resolve("output"), Map.of(), here));
		Awaitility.await().until(() -> !nginx.process.isRunning() || Files.exists(directory.resolve("nginx.pid")));
		if (!nginx.process.isRunning()) {
			throw new AssertionError("nginx has ended:\n" + nginx.output());
		}
		return nginx;
	}

	/**
	 * Counts the requests that a node was asked for, whatever became of them.
	 * @param path the beginning of the path
	 */
	long requests(String path, int port) {
		return ACCESS.matcher(output())
			.results()
			.filter((line) -> line.group(2).startsWith(path) && line.group(3).contains(":" + port))
			.count();
	}

	/**
	 * Counts the requests that a second node was asked for, because the first one could
	 * not be reached or died.
	 */
	long passedOn() {
		return ACCESS.matcher(output()).results().filter((line) -> line.group(4).contains(",")).count();
	}

	String output() {
		return this.process.output();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
