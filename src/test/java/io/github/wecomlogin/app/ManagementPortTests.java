package io.github.wecomlogin.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * A management port, which monitoring reads and visitors cannot reach.
 */
class ManagementPortTests {

	private static final String EVERYTHING = "management.endpoints.web.exposure.include=*";

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication(WeComLoginApplication.class, "management.server.port=0", EVERYTHING,
				"wecom.roles[0].role=ADMIN", "wecom.roles[0].users=zhaoliu");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	private static int managementPort() {
		return application.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
	}

	private static TestBrowser monitoring() {
		return new TestBrowser("http://127.0.0.1:" + managementPort(), "Prometheus/3.5.0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness" })
	void whenProbeAsksThenItLearnsTheStatusAlone(String path) {
		TestBrowser probe = monitoring();
		assertThat(probe.get(path)).satisfies((response) -> {
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("\"status\":\"UP\"").doesNotContain("components");
		});
		assertThat(probe.cookies()).isEmpty();
	}

	@Test
	void whenPrometheusScrapesThenItGetsMetersOfSignIns() {
		application.signedIn(application.inWeCom(), "lisi");
		assertThat(monitoring().get("/actuator/prometheus")).satisfies((response) -> {
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("wecom_sign_in_seconds_count{", "wecom_circuit_state{")
				.doesNotContain("lisi");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/env", "/actuator/heapdump", "/actuator/metrics",
			"/actuator/loggers", "/", "/login", "/admin", "/setup", "/api/me", "/oauth2/authorization/wecom",
			"/wecom/callback/wecom" })
	void whenAnythingElseIsAskedForThenRefusedThere(String path) {
		TestBrowser visitor = monitoring().withCookiesOf(application.signedIn(application.inWeCom(), "zhaoliu"));
		assertThat(visitor.get(path).statusCode()).isEqualTo(403);
	}

	@Test
	void whenSiteIsAskedForHealthOrMetricsThenNotThere() {
		assertThat(application.desktop().get("/actuator/health").statusCode()).isEqualTo(404);
		assertThat(application.desktop().with("Accept", "application/json").get("/actuator/prometheus").statusCode())
			.isEqualTo(401);
		assertThat(application.signedIn(application.inWeCom(), "zhaoliu").get("/actuator/prometheus").statusCode())
			.isEqualTo(404);
	}

	@Test
	void whenAddressIsNotSetThenOnLoopbackOnly() {
		assertThatIOException().isThrownBy(() -> {
			try (Socket socket = new Socket()) {
				// Reached by a server that listens on all addresses
				socket.connect(new InetSocketAddress("127.0.0.2", managementPort()), 2000);
			}
		});
	}

	@Test
	void whenAddressIsSetThenItIsKept() throws UnknownHostException {
		ManagementServerProperties server = new ManagementServerProperties();
		server.setAddress(InetAddress.getByName("0.0.0.0"));
		ManagementServerConfiguration.managementAddress().postProcessAfterInitialization(server, "server");
		assertThat(server.getAddress().isAnyLocalAddress()).isTrue();
	}

}
