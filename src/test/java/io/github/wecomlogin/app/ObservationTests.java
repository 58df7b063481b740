package io.github.wecomlogin.app;

import io.github.wecomlogin.fixture.RunningApplication;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the application measures by default.
 */
class ObservationTests {

	@Test
	void whenMembersSignInThenOnlyWhatOperatorsNeedIsMeasured() {
		try (RunningApplication application = new RunningApplication(WeComLoginApplication.class)) {
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
	}

	private static String outcome(Meter meter) {
		return String.valueOf(meter.getId().getTag("outcome"));
	}

}
