package io.github.wecomlogin.autoconfigure;

import java.util.Map;

import io.github.wecomlogin.authentication.SignInGate;
import io.github.wecomlogin.authentication.SignInLimits;
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
class SignInLimitsTests {

	private final WebApplicationContextRunner runner = Runners.web()
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
				"wecom.secret=Secret-_0123456789abcdefghijklmnopqrstuvwxy");

	@Test
	void whenNothingIsSetThenHalfOfTheThreadsStayFree(CapturedOutput output) {
		assertThat(limits()).isEqualTo(new SignInLimits(32, 32, 40));
		assertThat(output).doesNotContain("wecom.limits");
	}

	@ParameterizedTest
	@CsvSource({ "400, 32, 32", "128, 32, 32", "100, 25, 25", "10, 2, 2", "4, 1, 1", "3, 1, 0", "1, 1, 0" })
	void whenServerHasFewThreadsThenDefaultsShrink(int threads, int concurrent, int waiting, CapturedOutput output) {
		assertThat(limits("server.tomcat.threads.max=" + threads)).isEqualTo(new SignInLimits(concurrent, waiting, 40));
		assertThat(output).doesNotContain("wecom.limits");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenThreadsAreVirtualThenTheyAreNotCounted() {
		assertThat(limits("server.tomcat.threads.max=10", "spring.threads.virtual.enabled=true"))
			.isEqualTo(new SignInLimits(32, 32, 40));
	}

	@Test
	void whenLimitsAreSetThenTheyCount(CapturedOutput output) {
		assertThat(limits("wecom.limits.concurrent-sign-ins=10", "wecom.limits.waiting-sign-ins=0",
				"wecom.limits.rejected-codes-per-address=0"))
			.isEqualTo(new SignInLimits(10, 0, 0));
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void whenLimitsTakeMoreThanHalfOfTheThreadsThenThatIsSaid(CapturedOutput output) {
		assertThat(limits("wecom.limits.concurrent-sign-ins=90", "wecom.limits.waiting-sign-ins=11"))
			.isEqualTo(new SignInLimits(90, 11, 90));
		assertThat(output).contains("add up to 101", "200 threads", "线程数的一半");
	}

	@Test
	void whenAnOfficeCouldBeHeldUpByItselfThenThatIsSaid(CapturedOutput output) {
		assertThat(limits("wecom.limits.rejected-codes-per-address=31").rejectedCodesPerAddress()).isEqualTo(31);
		assertThat(output).contains("wecom.limits.rejected-codes-per-address is 31", "rejected as busy", "繁忙");
	}

	@ParameterizedTest
	@ValueSource(strings = { "concurrent-sign-ins=0", "concurrent-sign-ins=-1", "waiting-sign-ins=-1",
			"rejected-codes-per-address=-1", "concurrent-sign-ins=1000000" })
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
						Map.of("WECOM_LIMITS_CONCURRENTSIGNINS", "3", "WECOM_LIMITS_WAITINGSIGNINS", "4",
								"WECOM_LIMITS_REJECTEDCODESPERADDRESS", "5"))))
			.run((context) -> assertThat(context.getBean(SignInGate.class).limits())
				.isEqualTo(new SignInLimits(3, 4, 5)));
	}

	private SignInLimits limits(String... properties) {
		SignInLimits[] limits = new SignInLimits[1];
		this.runner.withPropertyValues(properties)
			.run((context) -> limits[0] = context.getBean(SignInGate.class).limits());
		return limits[0];
	}

}
