package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.wecomlogin.app.WeComLoginApplication;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(240)
class ApplicationJarIntegrationTests {

	private static final Pattern SIMULATOR_PORT = Pattern.compile("Simulated WeCom.*http://127\\.0\\.0\\.1:(\\d+)");

	private static final Pattern ZHAOLIU = Pattern.compile("href=\"([^\"]*person=zhaoliu[^\"]*)\"");

	private final HttpClient browser = HttpClient.newBuilder()
		.cookieHandler(new CookieManager())
		.followRedirects(HttpClient.Redirect.NORMAL)
		.connectTimeout(Duration.ofSeconds(10))
		.build();

	@TempDir
	private Path directory;

	@Test
	void whenNotConfiguredThenStopsAndSaysWhatIsMissing() {
		try (ApplicationProcess application = ApplicationProcess.start(this.directory, Map.of(), "--server.port=0")) {
			assertThat(application.awaitExit()).isNotZero();
			assertThat(application.output())
				.contains("APPLICATION FAILED TO START", "wecom.corp-id", "is missing",
						"My company (我的企业) > Company information (企业信息)")
				.doesNotContain("Tomcat started");
		}
	}

	@Test
	void whenSimulatorIsAskedForThenStopsAndSaysThatThereIsNone() {
		try (ApplicationProcess application = ApplicationProcess.start(this.directory, Map.of(), "--server.port=0",
				"--wecom.simulator.enabled=true")) {
			assertThat(application.awaitExit()).isNotZero();
			assertThat(application.output())
				.contains("APPLICATION FAILED TO START", "'wecom.simulator.enabled'",
						"the simulator is not on the class path")
				.doesNotContain("Tomcat started", "\tat ");
		}
	}

	@Test
	void whenDemoThenSignInWithTheSimulatorOnLoopbackOnly() throws Exception {
		try (ApplicationProcess application = ApplicationProcess.start(this.directory, this.directory.resolve("output"),
				Map.of(),
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Dstdout.encoding=UTF-8", "-cp", System.getProperty("java.class.path"),
						WeComLoginApplication.class.getName(), "--spring.profiles.active=demo", "--server.port=0"))) {
			int port = application.awaitPort();
			int simulatorPort = Integer.parseInt(application.awaitOutput(SIMULATOR_PORT));
			assertThat(addressesOtherThanLoopback()).noneMatch((address) -> accepts(address, port))
				.noneMatch((address) -> accepts(address, simulatorPort));
			URI site = URI.create("http://127.0.0.1:" + port);
			HttpResponse<String> login = open(site.resolve("/admin"));
			assertThat(login.uri()).hasPath("/login");
			HttpResponse<String> people = open(site.resolve("/oauth2/authorization/wecom?return-to=/admin"));
			assertThat(people.uri()).hasPort(simulatorPort);
			Matcher zhaoliu = ZHAOLIU.matcher(people.body());
			assertThat(zhaoliu.find()).isTrue();
			HttpResponse<String> page = open(people.uri().resolve(zhaoliu.group(1).replace("&amp;", "&")));
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.uri()).hasPort(port).hasPath("/admin");
			assertThat(open(site.resolve("/")).body()).contains("赵六");
		}
	}

	@Test
	void whenDoctorIsAskedThenItReportsAndEnds() {
		try (SimulatedWeCom weCom = SimulatedWeCom.start();
				ApplicationProcess application = ApplicationProcess.start(this.directory,
						Map.of("WECOM_CORPID", SimulatedWeCom.CORP_ID, "WECOM_AGENTID",
								String.valueOf(SimulatedWeCom.AGENT_ID + 1), "WECOM_SECRET", SimulatedWeCom.SECRET,
								"WECOM_ENDPOINTS_API", weCom.apiUrl(), "WECOM_ENDPOINTS_AUTHORIZE",
								weCom.authorizeUrl(), "WECOM_ENDPOINTS_WEBLOGIN", weCom.webLoginUrl(),
								"WECOM_HTTP_READTIMEOUT", "x"),
						"doctor", "--json")) {
			assertThat(application.awaitExit()).isEqualTo(1);
			JsonNode report = JsonMapper.shared().readTree(application.output());
			assertThat(report.path("findings")
				.valueStream()
				.filter((finding) -> finding.path("status").asString().equals("failed"))
				.map((finding) -> finding.path("check").asString())).containsExactly("properties", "agent_id");
			assertThat(application.output()).doesNotContain(SimulatedWeCom.SECRET);
		}
	}

	private HttpResponse<String> open(URI address) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(address)
			.header("Accept", "text/html,*/*;q=0.8")
			.timeout(Duration.ofSeconds(30))
			.build();
		return this.browser.send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static Stream<InetAddress> addressesOtherThanLoopback() throws IOException {
		// Who listens on all addresses of Linux is found at the second one of the
		// loopback too
		return Stream
			.concat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses),
					Stream.of(InetAddress.getByName("127.0.0.2")))
			.filter((address) -> !address.getHostAddress().equals("127.0.0.1"));
	}

	private static boolean accepts(InetAddress address, int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(address, port), 2000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
