package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.SimulatedWeComServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * What must be true of the files for Docker, and can be seen without it.
 */
class ContainerFilesTests {

	private static final Pattern PINNED = Pattern.compile("[a-z/-]+:\\d+\\.\\d+\\.\\d+[\\w.]*-[\\w.-]+");

	private static final String OWN_IMAGE = "wecom-login:demo";

	private static final String SIMULATOR_IMAGE = "wecom-login-simulator:demo";

	private static final ComposeFile compose = ComposeFile.read();

	private static final Dockerfile dockerfile = Dockerfile.read();

	static Stream<String> services() {
		return compose.services().keySet().stream();
	}

	@Test
	void whenDemoThenTwoNodesRedisNginxAndSimulator() {
		assertThat(services()).containsExactlyInAnyOrder("nginx", "node-1", "node-2", "redis", "simulator");
	}

	@ParameterizedTest
	@MethodSource("services")
	void whenImageThenVersionIsPinnedOrItIsBuiltHere(String name) {
		ComposeFile.Service service = compose.service(name);
		if (OWN_IMAGE.equals(service.get("image"))) {
			assertThat(service.get("build")).isEqualTo(".");
		}
		else if (SIMULATOR_IMAGE.equals(service.get("image"))) {
			assertThat(service.get("build")).isEqualTo(Map.of("context", ".", "target", "simulator"));
		}
		else {
			assertThat((String) service.get("image")).matches(PINNED);
			assertThat(service.get("build")).isNull();
		}
	}

	@Test
	void whenImageIsBuiltThenBaseIsPinnedAndTheSame() {
		List<String> bases = dockerfile.all("FROM").stream().map((base) -> base.split(" ")[0]).toList();
		assertThat(bases).hasSizeGreaterThan(1).allSatisfy((base) -> assertThat(base).matches(PINNED));
		assertThat(bases.stream().distinct()).hasSize(1);
	}

	@Test
	void whenPortIsPublishedThenOnLoopbackOnly() {
		assertThat(services().flatMap((name) -> compose.service(name).list("ports").stream()))
			.containsExactlyInAnyOrder("127.0.0.1:8080:8080", "127.0.0.1:8090:8090");
		assertThat(compose.service("redis").list("networks")).containsExactly("back");
		assertThat((Map<?, ?>) compose.networks().get("back")).isEqualTo(Map.of("internal", true));
		assertThat(services()).noneMatch((name) -> "host".equals(compose.service(name).get("network_mode")));
	}

	@ParameterizedTest
	@MethodSource("services")
	void whenContainerThenWithFewRights(String name) {
		ComposeFile.Service service = compose.service(name);
		assertThat(service.get("read_only")).isEqualTo(true);
		assertThat(service.list("cap_drop")).containsExactly("ALL");
		assertThat(service.list("security_opt")).containsExactly("no-new-privileges:true");
		assertThat(service.get("mem_limit")).isNotNull();
		assertThat(service.get("pids_limit")).isNotNull();
		assertThat(service.get("privileged")).isNull();
		assertThat(service.get("restart")).isEqualTo("unless-stopped");
		String user = switch ((String) service.get("image")) {
			case OWN_IMAGE -> dockerfile.last("USER");
			case SIMULATOR_IMAGE -> dockerfile.stage("simulator").last("USER");
			default -> (String) service.get("user");
		};
		assertThat(user).matches("[1-9]\\d*:[1-9]\\d*");
		assertThat(service.list("volumes")).allMatch((volume) -> volume.endsWith(":ro"));
	}

	@Test
	void whenSimulatorThenTheDemoCompanyAlone() {
		ComposeFile.Service simulator = compose.service("simulator");
		assertThat(simulator.list("entrypoint")).isEmpty();
		assertThat(dockerfile.stage("simulator").entrypoint()).endsWith(SimulatedWeComServer.class.getName())
			.doesNotContain("-jar");
		assertThat(simulator.list("command")).containsExactly("--port=8090", "--address=0.0.0.0");
		assertThat(simulator.environment()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("services")
	void whenNodeThenDemoCompanyAtLoopback(String name) {
		ComposeFile.Service service = compose.service(name);
		if (!name.startsWith("node-")) {
			assertThat(service.environment()).isEmpty();
			return;
		}
		assertThat(service.get("network_mode")).isEqualTo("service:simulator");
		assertThat(service.environment()).contains(entry("WECOM_CORPID", SimulatedWeCom.CORP_ID),
				entry("WECOM_AGENTID", String.valueOf(SimulatedWeCom.AGENT_ID)),
				entry("WECOM_SECRET", SimulatedWeCom.SECRET), entry("WECOM_ENDPOINTS_API", "http://localhost:8090"),
				entry("WECOM_ENDPOINTS_AUTHORIZE", "http://localhost:8090" + SimulatedWeCom.AUTHORIZE),
				entry("WECOM_ENDPOINTS_WEBLOGIN", "http://localhost:8090" + SimulatedWeCom.WEB_LOGIN),
				entry("WECOM_BASEURL", "http://localhost:8080"), entry("WECOM_STORE", "redis"));
	}

	@Test
	void whenContainersStartThenOneAfterTheOther() {
		assertThat(compose.service("nginx").get("depends_on")).isEqualTo(Map.of("node-1",
				Map.of("condition", "service_healthy"), "node-2", Map.of("condition", "service_healthy")));
		assertThat((Map<?, ?>) compose.service("node-1").get("depends_on"))
			.isEqualTo(compose.service("node-2").get("depends_on"))
			.hasSize(2)
			.allSatisfy((name, how) -> assertThat((Map<?, ?>) how)
				.satisfies((condition) -> assertThat(condition.get("condition")).isEqualTo("service_healthy")));
		assertThat(Stream.of("simulator", "redis", "nginx"))
			.allSatisfy((name) -> assertThat((Map<?, ?>) compose.service(name).get("healthcheck")).isNotEmpty());
		assertThat(dockerfile.last("HEALTHCHECK")).contains("/actuator/health/readiness");
	}

	@Test
	void whenHealthIsAskedForThenNoProxyIsInBetween() {
		assertThat(dockerfile.last("HEALTHCHECK")).containsOnlyOnce("http_proxy= wget ");
		assertThat(Stream.of("simulator", "nginx")).allSatisfy(
				(name) -> assertThat(((Map<?, ?>) compose.service(name).get("healthcheck")).get("test").toString())
					.startsWith("[CMD-SHELL, http_proxy= wget "));
	}

	@Test
	void whenImageThenItRunsWithoutShellAndRoot() {
		assertThat(dockerfile.entrypoint()).startsWith("java").endsWith("-jar", "wecom-login.jar");
		assertThat(dockerfile.all("RUN")).hasSize(1)
			.first()
			.satisfies((command) -> assertThat(command).contains("jarmode=tools", "\"--layers\""));
		assertThat(dockerfile.last("USER")).matches("[1-9]\\d*:[1-9]\\d*");
		assertThat(ofProduction(dockerfile.all("COPY"))).allMatch((copy) -> copy.startsWith("--from=layers "))
			.extracting((copy) -> copy.replaceAll(".*/extracted/|/ .*", ""))
			.containsExactly("dependencies", "spring-boot-loader", "snapshot-dependencies", "application");
	}

	@Test
	void whenProductionImageThenNothingOfTheSimulator() {
		Dockerfile layers = dockerfile.stage("layers");
		assertThat(layers.all("COPY")).containsExactly("target/wecom-login-*-app.jar app.jar");
		List<String> images = dockerfile.all("FROM");
		assertThat(images.get(images.size() - 1)).doesNotContain(" AS ");
		assertThat(ofProduction(dockerfile.all("COPY"))).allMatch((copy) -> copy.startsWith("--from=layers "));
		assertThat(dockerfile.entrypoint()).noneMatch((word) -> word.contains("simulator") || word.contains("demo"));
	}

	/**
	 * Returns the last ones, which are those of the last stage.
	 */
	private static List<String> ofProduction(List<String> copies) {
		return copies.subList(copies.size() - 4, copies.size());
	}

	@Test
	void whenDemoImageThenProductionWithSimulatorAndDemo() {
		Dockerfile demo = dockerfile.stage("demo");
		assertThat(demo.all("COPY")).contains("--from=simulator /simulator/ ./",
				"target/classes/application-demo.yml classes/");
		assertThat(demo.last("USER")).isEqualTo(dockerfile.last("USER"));
		assertThat(demo.entrypoint()).contains("--spring.profiles.active=demo,container");
		assertThat(demo.last("EXPOSE")).isEqualTo("8080 8090");
	}

	@Test
	void whenImageIsBuiltThenNothingButTheJarsIsSent() throws IOException {
		assertThat(Files.readAllLines(Path.of(".dockerignore"))).filteredOn((line) -> !line.startsWith("#"))
			.containsExactly("*", "!target/wecom-login-*-app.jar", "!target/wecom-login-*-test.jar",
					"!target/simulator/wiremock-standalone-*.jar", "!target/classes/application-demo.yml",
					"!target/classes/io/github/wecomlogin/app/Demo*.class");
	}

	@Test
	void whenFileForARealCompanyThenSecretsAreFilesAndNoPortIsOpen() throws IOException {
		String page = Files.readString(Path.of("docs", "containers.md"));
		Map<?, ?> file = new Yaml(new SafeConstructor(new LoaderOptions()))
			.load(page.substring(page.indexOf("```yaml") + 7, page.lastIndexOf("```")));
		assertThat((Map<?, ?>) file.get("services")).hasSize(2).allSatisfy((name, settings) -> {
			ComposeFile.Service node = new ComposeFile.Service((Map<?, ?>) settings);
			assertThat(node.environment()).containsEntry("WECOM_STORE", "redis")
				.containsEntry("SPRING_CONFIG_IMPORT", "configtree:/run/secrets/")
				.allSatisfy((variable, value) -> assertThat(variable).doesNotContain("SECRET", "PASSWORD"));
			assertThat(node.environment().get("WECOM_CORPID")).isNotEqualTo(SimulatedWeCom.CORP_ID);
			assertThat(node.list("ports")).isEmpty();
			assertThat(node.list("secrets")).contains("wecom.secret")
				.allMatch((secret) -> ((Map<?, ?>) file.get("secrets")).containsKey(secret));
		});
	}

	@Test
	void whenFilesForKubernetesThenVersionIsThatOfTheBuild() throws IOException {
		Matcher version = Pattern.compile("<artifactId>wecom-login</artifactId>\\s*<version>([\\d.]+)")
			.matcher(Files.readString(Path.of("pom.xml")));
		assertThat(version.find()).isTrue();
		assertThat(Files.readString(Path.of("src/deploy/helm/wecom-login/Chart.yaml")))
			.contains("\nversion: " + version.group(1) + "\n", "\nappVersion: " + version.group(1) + "\n");
		assertThat(Files.readString(Path.of("src/deploy/kubernetes/deployment.yaml")))
			.contains("/wecom-login:" + version.group(1) + "\n");
	}

	@Test
	void whenNginxThenVisitorsCannotSayWhoTheyAreAndNoLogHasCodes() throws IOException {
		String configuration = Files.readString(Cluster.configurationOfNginx(compose)).replaceAll("(?m)#.*$", "");
		assertThat(configuration).contains("proxy_set_header X-Forwarded-For $remote_addr;",
				"proxy_set_header X-Forwarded-Proto $scheme;", "proxy_set_header X-Forwarded-Host $host;",
				"proxy_set_header X-Forwarded-Port $server_port;", "proxy_set_header Forwarded \"\";",
				"error_log stderr alert;");
		// A second name for the site, which no server_name has seen
		assertThat(configuration).doesNotContain("$http_host");
		// Variables with what follows the question mark in them
		assertThat(configuration.replaceAll("return 302 .*;", "")).doesNotContain("$proxy_add_x_forwarded_for",
				"$request ", "$request\"", "$request_uri", "$args", "$query_string", "$http_referer", "combined");
	}

}
