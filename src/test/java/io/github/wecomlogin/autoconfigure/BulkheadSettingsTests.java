package io.github.wecomlogin.autoconfigure;

import java.util.Map;

import io.github.wecomlogin.authentication.BulkheadSettings;
import io.github.wecomlogin.authentication.SignInBulkhead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much of the server sign-ins may use: what is set, or else what fits.
 */
@ExtendWith(OutputCaptureExtension.class)
class BulkheadSettingsTests {

	private final WebApplicationContextRunner runner = Runners.web()
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
				"wecom.secret=Secret-_0123456789abcdefghijklmnopqrstuvwxy");

	@Test
	void whenNothingIsSetThenHalfOfTheThreadsStayFree(CapturedOutput output) {
		assertThat(limits()).isEqualTo(new BulkheadSettings(100, 40));
		assertThat(output).doesNotContain("wecom.limits");
	}

	@ParameterizedTest
	@CsvSource({ "400, 100", "128, 64", "100, 50", "10, 5", "3, 1", "1, 1" })
	void whenServerHasFewThreadsThenDefaultsShrink(int threads, int concurrent, CapturedOutput output) {
		assertThat(limits("server.tomcat.threads.max=" + threads)).isEqualTo(new BulkheadSettings(concurrent, 40));
		assertThat(output).doesNotContain("wecom.limits");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenThreadsAreVirtualThenTheyAreNotCounted() {
		assertThat(limits("server.tomcat.threads.max=10", "spring.threads.virtual.enabled=true"))
			.isEqualTo(new BulkheadSettings(100, 40));
	}

	@Test
	void whenLimitsAreSetThenTheyCount(CapturedOutput output) {
		assertThat(limits("wecom.limits.concurrent-sign-ins=10", "wecom.limits.rejected-codes-per-address=0"))
			.isEqualTo(new BulkheadSettings(10, 0));
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void whenLimitTakesMoreThanHalfOfTheThreadsThenThatIsSaid(CapturedOutput output) {
		assertThat(limits("wecom.limits.concurrent-sign-ins=101")).isEqualTo(new BulkheadSettings(101, 40));
		assertThat(output).contains("is 101", "200 threads", "线程数的一半");
	}

	@ParameterizedTest
	@ValueSource(strings = { "concurrent-sign-ins=0", "concurrent-sign-ins=-1", "rejected-codes-per-address=-1",
			"concurrent-sign-ins=1000000" })
	void whenLimitCannotBeThenApplicationDoesNotStart(String setting) {
		String property = "wecom.limits." + setting.substring(0, setting.indexOf('='));
		assertThat(StartFailures.analysisOf(this.runner.withPropertyValues("wecom.limits." + setting)))
			.satisfies((analysis) -> assertThat(analysis.getDescription()).contains(property))
			.satisfies((analysis) -> assertThat(analysis.getAction()).contains("default", "默认值"));
	}

	@Test
	void whenSetByEnvironmentVariablesThenTheyCount() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource(
						"test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						Map.of("WECOM_LIMITS_CONCURRENTSIGNINS", "3", "WECOM_LIMITS_REJECTEDCODESPERADDRESS", "5"))))
			.run((context) -> assertThat(context.getBean(SignInBulkhead.class).settings())
				.isEqualTo(new BulkheadSettings(3, 5)));
	}

	private BulkheadSettings limits(String... properties) {
		BulkheadSettings[] limits = new BulkheadSettings[1];
		this.runner.withPropertyValues(properties)
			.run((context) -> limits[0] = context.getBean(SignInBulkhead.class).settings());
		return limits[0];
	}

}
