package io.github.wecomlogin.app;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the application measures by default, and who reads it without a management port.
 */
class ObservationTests {

	private static final String PROMETHEUS = "/actuator/prometheus";

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication(WeComLoginApplication.class, "wecom.roles[0].role=ADMIN",
				"wecom.roles[0].users=zhaoliu");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void whenMembersSignInThenOnlyWhatOperatorsNeedIsMeasured() {
		application.signedIn(application.inWeCom(), "zhangsan");
		application.wecom().signInAs("sunqi");
		application.inWeCom().open("/");
		MeterRegistry meters = application.bean(MeterRegistry.class);
		assertThat(meters.getMeters()).extracting((meter) -> meter.getId().getName())
			.contains("wecom.sign.in", "wecom.api", "http.server.requests")
			.noneMatch((name) -> name.startsWith("spring.security"));
		assertThat(meters.find("wecom.sign.in").meters()).extracting(ObservationTests::outcome)
			.containsExactlyInAnyOrder("success", "not_active");
	}

	@Test
	void whenMetricsAreReadThenByAdministratorsOnly() {
		assertThat(status(application.desktop())).isEqualTo(401);
		assertThat(status(application.signedIn(application.inWeCom(), "lisi"))).isEqualTo(403);
		TestBrowser administrator = application.signedIn(application.inWeCom(), "zhaoliu");
		assertThat(status(administrator)).isEqualTo(200);
		assertThat(administrator.get(PROMETHEUS).body()).contains("wecom_sign_in_seconds_count{");
	}

	private static int status(TestBrowser browser) {
		return browser.with("Accept", "application/openmetrics-text").get(PROMETHEUS).statusCode();
	}

	private static String outcome(Meter meter) {
		return String.valueOf(meter.getId().getTag("outcome"));
	}

}
