package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wecomlogin.UnusedPorts;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.store.RedisServerExtension;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The clustered demo without Docker: the commands, environments and configuration that
 * its files name, as plain processes. All that is changed is ports, and the names of
 * hosts become this machine's address.
 */
final class Cluster implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private static final Pattern PORT = Pattern.compile("\\b(8080|8081|8082|8090|6379)\\b");

	private static final Pattern HEALTH_URL = Pattern.compile("http://[^\" ]+");

	private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):-(\\w+)}");

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final ComposeFile compose = ComposeFile.read();

	private final Dockerfile dockerfile = Dockerfile.read();

	private final Map<String, Integer> ports = new LinkedHashMap<>();

	private final Map<String, ApplicationProcess> processes = new LinkedHashMap<>();

	private final RedisServerExtension redis = new RedisServerExtension();

	private final Path directory;

	private final Path root;

	private @Nullable SimulatedWeCom simulator;

	private @Nullable NginxProcess nginx;

	private Cluster(Path directory) {
		this.directory = directory;
		List.of("8080", "8081", "8082", "8090").forEach((port) -> this.ports.put(port, UnusedPorts.next()));
		this.ports.put("6379", this.redis.port());
		this.root = directory(directory.resolve("image"));
		this.dockerfile.build(Path.of(""), this.root);
	}

	/**
	 * Starts everything as the file says.
	 */
	static Cluster start(Path directory) {
		Cluster cluster = new Cluster(directory);
		try {
			cluster.redis.start();
			cluster.run("simulator");
			cluster.awaitAnswer(cluster.simulatorUrl() + "/simulator/style.css", "simulator");
			cluster.run("node-1");
			cluster.run("node-2");
			cluster.awaitHealth("node-1");
			cluster.awaitHealth("node-2");
			cluster.nginx = NginxProcess.start(directory(cluster.directory.resolve("nginx")),
					cluster.here(Files.readString(configurationOfNginx(cluster.compose))),
					cluster.compose.service("nginx").list("entrypoint"));
			return cluster;
		}
		catch (IOException ex) {
			cluster.close();
			throw new UncheckedIOException(ex);
		}
		catch (RuntimeException | Error ex) {
			cluster.close();
			throw ex;
		}
	}

	/**
	 * Replaces the simulator's process by a simulator in this one, where a test can give
	 * it orders.
	 */
	void takeOverSimulator() {
		this.processes.get("simulator").terminate();
		this.simulator = SimulatedWeCom.builder().port(port("8090")).start();
	}

	static Path configurationOfNginx(ComposeFile compose) {
		return Path.of(compose.service("nginx").list("volumes").get(0).split(":")[0]);
	}

	/**
	 * Starts a container's program.
	 */
	void run(String name) {
		ComposeFile.Service service = this.compose.service(name);
		Dockerfile image = (service.target() != null) ? this.dockerfile.stage(service.target()) : this.dockerfile;
		List<String> command = new ArrayList<>(
				service.list("entrypoint").isEmpty() ? image.entrypoint() : service.list("entrypoint"));
		command.addAll(service.list("command"));
		command.replaceAll(this::here);
		command = Dockerfile.onThisMachine(command);
		Map<String, String> environment = service.environment();
		environment
			.replaceAll((variable, value) -> variable.equals("SPRING_DATA_REDIS_HOST") ? "127.0.0.1" : here(value));
		environment.put("SERVER_ADDRESS", "127.0.0.1");
		this.processes.put(name, ApplicationProcess.start(image.workingDirectory(this.root),
				this.directory.resolve(name + ".log"), environment, command));
	}

	void kill(String name) {
		this.processes.get(name).kill();
	}

	/**
	 * Waits until a node is as healthy as its container must be.
	 */
	void awaitHealth(String name) {
		Matcher url = HEALTH_URL.matcher(this.dockerfile.last("HEALTHCHECK"));
		if (!url.find()) {
			throw new AssertionError("No URL in the health check");
		}
		Map<String, String> environment = this.compose.service(name).environment();
		String address = url.group();
		// Defaults can be variables, so the innermost come first
		while (VARIABLE.matcher(address).find()) {
			address = VARIABLE.matcher(address)
				.replaceAll((variable) -> environment.getOrDefault(variable.group(1), variable.group(2)));
		}
		awaitAnswer(here(address), name);
	}

	private void awaitAnswer(String url, String name) {
		Awaitility.await(name)
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(200))
			.until(() -> hasEnded(name) || answers(url));
		if (hasEnded(name)) {
			throw new AssertionError(name + " has ended:\n" + output(name));
		}
	}

	private boolean hasEnded(String name) {
		ApplicationProcess process = this.processes.get(name);
		return process != null && !process.isRunning();
	}

	private boolean answers(String url) throws InterruptedException {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(3)).build();
			return this.http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private String here(String text) {
		String here = PORT.matcher(text).replaceAll((port) -> String.valueOf(port(port)));
		return here.replaceAll("\\b(node-[12])\\b(?=:)|(?<![0-9.])0\\.0\\.0\\.0", "127.0.0.1");
	}

	private int port(MatchResult port) {
		return port(port.group());
	}

	/**
	 * Returns the port that is taken here for one of the containers' ports.
	 */
	int port(String port) {
		return this.ports.get(port);
	}

	/**
	 * Returns the address at which a browser opens the site.
	 */
	URI site() {
		return URI.create(here(this.compose.service("node-1").environment().get("WECOM_BASEURL")));
	}

	private String simulatorUrl() {
		return here(this.compose.service("node-1").environment().get("WECOM_ENDPOINTS_API"));
	}

	SimulatedWeCom simulator() {
		return Objects.requireNonNull(this.simulator);
	}

	/**
	 * Returns the directory with the files of all images.
	 */
	Path images() {
		return this.root;
	}

	NginxProcess nginx() {
		return Objects.requireNonNull(this.nginx);
	}

	RedisServerExtension redis() {
		return this.redis;
	}

	/**
	 * Returns what a container's program has written.
	 */
	String output(String name) {
		return this.processes.get(name).output();
	}

	private static Path directory(Path directory) {
		try {
			return Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		if (this.nginx != null) {
			this.nginx.close();
		}
		this.processes.values().forEach(ApplicationProcess::close);
		if (this.simulator != null) {
			this.simulator.close();
		}
		this.redis.close();
	}

}
