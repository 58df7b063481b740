package io.github.wecomlogin.autoconfigure.properties;

import io.github.wecomlogin.autoconfigure.Runners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.github.wecomlogin.autoconfigure.StartFailures.analysisOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Durations that are absurd, mostly because their unit is missing, and registrations that
 * are the same application.
 */
@ExtendWith(OutputCaptureExtension.class)
class DurationChecksTests {

	private static final String SECRET = "Secret-_0123456789abcdefghijklmnopqrstuvwxy";

	private final WebApplicationContextRunner runner = Runners.web()
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002", "wecom.secret=" + SECRET);

	@ParameterizedTest
	@CsvSource({ "wecom.session.recheck-interval,10", "wecom.session.recheck-interval,600",
			"wecom.session.recheck-interval,3600", "wecom.session.recheck-grace,60", "wecom.session.recheck-grace,3600",
			"wecom.http.connect-timeout,2", "wecom.http.read-timeout,5", "wecom.http.read-timeout,60",
			"wecom.sign-in-timeout,10", "wecom.sign-in-timeout,0" })
	void whenUnitIsMissingThenStartFailsAndSaysSo(String property, String value) {
		FailureAnalysis analysis = analysisOf(this.runner.withPropertyValues(property + "=" + value));
		assertThat(analysis.getDescription())
			.contains("'" + property + "' is " + value + " milliseconds, because its unit is missing");
		assertThat(analysis.getAction()).startsWith("Add the unit: ms, s, m, h or d.").contains("单位");
	}

	@ParameterizedTest
	@CsvSource({ "wecom.session.recheck-interval,10ms", "wecom.session.recheck-interval,30d",
			"wecom.session.recheck-grace,-1h", "wecom.http.connect-timeout,1ms", "wecom.http.read-timeout,1h",
			"wecom.sign-in-timeout,1d" })
	void whenDurationIsAbsurdThenStartFailsAndNamesTheBounds(String property, String value) {
		assertThat(analysisOf(this.runner.withPropertyValues(property + "=" + value)).getDescription())
			.contains("'" + property + "'", "at least", "at most")
			.doesNotContain("unit");
	}

	@Test
	void whenMillisecondsAreMeantThenNoUnitIsNeeded() {
		this.runner
			.withPropertyValues("wecom.http.read-timeout=5000", "wecom.http.connect-timeout=500",
					"wecom.session.recheck-interval=600000", "wecom.session.recheck-grace=PT1H")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whenTwoRegistrationsAreOneApplicationThenWarning(CapturedOutput output) {
		this.runner
			.withPropertyValues("wecom.registration.office.corp-id=ww0123456789abcdef",
					"wecom.registration.office.agent-id=1000002", "wecom.registration.office.secret=" + SECRET)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("The registrations 'wecom' and 'office' have the same corp-id and agent-id")
			.doesNotContain(SECRET);
	}

	@Test
	void whenRegistrationsAreDifferentApplicationsThenNoWarning(CapturedOutput output) {
		this.runner
			.withPropertyValues("wecom.registration.office.corp-id=ww0123456789abcdef",
					"wecom.registration.office.agent-id=1000003", "wecom.registration.office.secret=" + SECRET,
					"wecom.registration.factory.corp-id=wwfedcba9876543210",
					"wecom.registration.factory.agent-id=1000002", "wecom.registration.factory.secret=" + SECRET)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("same corp-id and agent-id");
	}

}
