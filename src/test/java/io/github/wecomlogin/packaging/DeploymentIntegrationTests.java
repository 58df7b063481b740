package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.wecomlogin.UnusedPorts;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes with one Redis, one started as its systemd unit says and one as its pod says.
 * Only names of hosts and files, ports and the company are those of the test.
 */
@Timeout(240)
class DeploymentIntegrationTests {

	private static final String REDIS_PASSWORD = "password-of-redis";

	private static final Map<String, String> SECRETS = Map.of("wecom.secret", SimulatedWeCom.SECRET,
			"spring.data.redis.password", REDIS_PASSWORD);

	private static final Pattern STARTED = Pattern.compile("(Started WeComLoginApplication)");

	private static final SystemdUnit unit = new SystemdUnit();

	private static final KubernetesPod pod = new KubernetesPod();

	private static final Node serviceNode = new Node();

	private static final Node podNode = new Node();

	private static final int redisPort = UnusedPorts.next();

	@TempDir
	private static Path directory;

	private static RedisServer redis;

	private static SimulatedWeCom simulator;

	@BeforeAll
	static void start() throws IOException {
		redis = RedisServer.newRedisServer()
			.port(redisPort)
			.bind("127.0.0.1")
			.setting("save \"\"")
			.setting("requirepass " + REDIS_PASSWORD)
			.build();
		redis.start();
		simulator = SimulatedWeCom.start();
		startService();
		startPod();
		// The management port opens after the port of the site
		serviceNode.process.awaitOutput(STARTED);
		podNode.process.awaitOutput(STARTED);
	}

	@AfterAll
	static void stop() throws IOException {
		serviceNode.close();
		podNode.close();
		simulator.close();
		redis.stop();
	}

	private static void startService() throws IOException {
		assertThat(unit.credentials()).containsExactlyInAnyOrderElementsOf(SECRETS.keySet());
		Path credentials = write(directory.resolve("credentials"), SECRETS);
		Map<String, String> environment = serviceNode.environment(unit.environment());
		environment.put("CREDENTIALS_DIRECTORY", credentials.toString());
		// Would override the language of the unit
		environment.put("LC_ALL", "");
		environment.replace("WECOM_CORPID", SimulatedWeCom.CORP_ID);
		environment.replace("WECOM_BASEURL", serviceNode.site().toString());
		environment.replace("SPRING_DATA_REDIS_HOST", "127.0.0.1");
		environment.replace("SPRING_DATA_REDIS_PORT", String.valueOf(redisPort));
		environment.replace("SPRING_DATA_REDIS_SSL_ENABLED", "false");
		List<String> command = unit.command()
			.stream()
			.map((word) -> word.equals("/usr/bin/java") ? "java" : word)
			.map((word) -> word.equals("/opt/wecom-login/wecom-login.jar")
					? Artifact.APPLICATION.path().toAbsolutePath().toString() : word)
			.toList();
		serviceNode.start(Files.createDirectory(directory.resolve("etc")), environment, command);
	}

	private static void startPod() throws IOException {
		Dockerfile image = Dockerfile.read();
		Path root = Files.createDirectory(directory.resolve("root"));
		Path workingDirectory = image.build(Path.of(""), root);
		mount(inside(root, pod.mountPath("config")),
				Map.of("application.yml",
						KubernetesPod.configuration()
							.replace("ww0123456789abcdef", SimulatedWeCom.CORP_ID)
							.replace("https://portal.example.com", podNode.site().toString())
							.replace("redis.example.com", "127.0.0.1")
							.replace("6379", String.valueOf(redisPort))
							.replace("enabled: true", "enabled: false")));
		Path secrets = mount(inside(root, pod.mountPath("secrets")), SECRETS);
		Map<String, String> environment = podNode.environment(pod.environment());
		environment.replaceAll((name, value) -> value.replace(pod.mountPath("secrets"), secrets.toString()));
		podNode.start(workingDirectory, environment, image.entrypoint());
	}

	private static Path inside(Path root, String absolute) {
		return root.resolve(absolute.substring(1));
	}

	private static Path write(Path directory, Map<String, String> files) throws IOException {
		Files.createDirectories(directory);
		for (Map.Entry<String, String> file : files.entrySet()) {
			Files.writeString(directory.resolve(file.getKey()), file.getValue() + "\n");
		}
		return directory;
	}

	/**
	 * Writes files as the kubelet does: each is a link into a hidden directory, which is
	 * a link itself.
	 */
	private static Path mount(Path directory, Map<String, String> files) throws IOException {
		write(directory.resolve("..2026_11_28"), files);
		Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_11_28"));
		for (String file : files.keySet()) {
			Files.createSymbolicLink(directory.resolve(file), Path.of("..data", file));
		}
		return directory;
	}

	@Test
	void whenMemberSignsInAtOneNodeThenBothServeThem() throws IOException {
		for (Node node : List.of(serviceNode, podNode)) {
			Member member = new Member(node.site(), "zhaoliu");
			assertThat(member.signIn()).isEqualTo(Member.Outcome.SIGNED_IN);
			for (Node any : List.of(serviceNode, podNode)) {
				assertThat(member.at(any.site()).open("/admin").statusCode()).isEqualTo(200);
			}
		}
	}

	@Test
	void whenServiceLogsThenInBothLanguages() {
		Pattern link = Pattern.compile("only until an administrator has signed in: (\\p{IsHan}+)");
		assertThat(serviceNode.process.awaitOutput(link)).isNotEmpty();
	}

	@Test
	void whenProbedThenEachPathAnswersAtItsPort() throws IOException {
		assertThat(pod.probes()).containsOnlyKeys("management");
		assertThat(pod.environment()).containsEntry("MANAGEMENT_SERVER_PORT", String.valueOf(pod.port("management")));
		for (String path : pod.probes().get("management")) {
			assertThat(podNode.management().open(path).statusCode()).isEqualTo(200);
			assertThat(serviceNode.management().open(path).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void whenNodesRunThenNoSecretIsInTheirEnvironmentOrLog() {
		assertThat(Stream.of(serviceNode, podNode)).allSatisfy((node) -> {
			assertThat(node.environment)
				.allSatisfy((name, value) -> assertThat(value).doesNotContain(SimulatedWeCom.SECRET, REDIS_PASSWORD));
			assertThat(node.process.output()).doesNotContain(SimulatedWeCom.SECRET, REDIS_PASSWORD);
		});
	}

	/**
	 * One node with ports of its own.
	 */
	private static final class Node {

		private final int port = UnusedPorts.next();

		private final int managementPort = UnusedPorts.next();

		private Map<String, String> environment;

		private ApplicationProcess process;

		/**
		 * Returns a node's environment with the ports of this one, and the simulator in
		 * place of WeCom.
		 */
		Map<String, String> environment(Map<String, String> described) {
			this.environment = new LinkedHashMap<>(described);
			this.environment.put("WECOM_ENDPOINTS_API", simulator.apiUrl());
			this.environment.put("WECOM_ENDPOINTS_AUTHORIZE", simulator.authorizeUrl());
			this.environment.put("WECOM_ENDPOINTS_WEBLOGIN", simulator.webLoginUrl());
			this.environment.put("SERVER_PORT", String.valueOf(this.port));
			this.environment.put("SERVER_ADDRESS", "127.0.0.1");
			this.environment.replace("MANAGEMENT_SERVER_PORT", String.valueOf(this.managementPort));
			this.environment.replace("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
			return this.environment;
		}

		void start(Path workingDirectory, Map<String, String> environment, List<String> command) {
			this.process = ApplicationProcess.start(workingDirectory, directory.resolve(this.port + ".log"),
					environment, Dockerfile.onThisMachine(command));
		}

		URI site() {
			return URI.create("http://127.0.0.1:" + this.port);
		}

		/**
		 * Returns what monitoring uses.
		 */
		Member management() {
			return new Member(URI.create("http://127.0.0.1:" + this.managementPort), "");
		}

		void close() {
			if (this.process != null) {
				this.process.close();
			}
		}

	}

}
