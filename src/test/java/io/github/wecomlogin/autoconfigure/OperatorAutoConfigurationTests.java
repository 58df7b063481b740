package io.github.wecomlogin.autoconfigure;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When there is something for operators, and that nothing of theirs is needed.
 */
class OperatorAutoConfigurationTests {

	private final WebApplicationContextRunner runner = Runners.web()
		.withConfiguration(
				AutoConfigurations.of(WeComHealthAutoConfiguration.class, WeComMetricsAutoConfiguration.class))
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
				"wecom.secret=secret-of-the-application-0123456789abcdefg");

	@Test
	void whenNothingWasTriedThenHealthIsUp() {
		this.runner.run((context) -> {
			HealthIndicator indicator = context.getBean("wecomHealthIndicator", HealthIndicator.class);
			Health health = indicator.health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails().toString()).contains("circuit=closed").doesNotContain("lastSuccess");
			assertThat(context).hasSingleBean(WeComMeters.class);
		});
	}

	@Test
	void whenHealthIsSwitchedOffThenThereIsNone() {
		this.runner.withPropertyValues("management.health.wecom.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(WeComHealthIndicator.class));
		this.runner.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(WeComHealthIndicator.class));
	}

	@Test
	void whenApplicationHasItsOwnHealthThenThatIsUsed() {
		this.runner.withBean("wecomHealthIndicator", HealthIndicator.class, () -> () -> Health.down().build())
			.run((context) -> assertThat(context).doesNotHaveBean(WeComHealthIndicator.class));
	}

	@Test
	void whenThereAreSeveralRegistrationsThenEachHasItsDetails() {
		Runners.web()
			.withConfiguration(AutoConfigurations.of(WeComHealthAutoConfiguration.class))
			.withPropertyValues("wecom.registration.staff.corp-id=ww0123456789abcdef",
					"wecom.registration.staff.agent-id=1000002",
					"wecom.registration.staff.secret=secret-of-the-application-0123456789abcdefg",
					"wecom.registration.partner.corp-id=wwfedcba9876543210",
					"wecom.registration.partner.agent-id=1000003",
					"wecom.registration.partner.secret=another-secret-of-an-application-0123456789")
			.run((context) -> assertThat(context.getBean(WeComHealthIndicator.class).health().getDetails())
				.extractingByKey("registrations")
				.asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsOnlyKeys("staff", "partner"));
	}

	@Test
	void whenWeComIsSwitchedOffThenNothingIsThere() {
		this.runner.withPropertyValues("wecom.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(WeComHealthIndicator.class)
				.doesNotHaveBean(WeComMeters.class));
	}

	@Test
	void whenApplicationHasNeitherActuatorNorMicrometerThenItStarts() {
		this.runner
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health", "io.micrometer.core",
					"org.springframework.boot.actuate", "org.springframework.boot.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("wecomHealthIndicator")
				.doesNotHaveBean("weComMeters"));
	}

	@Test
	void whenApplicationHasMetersAloneThenThereIsNoHealth() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasBean("weComMeters")
				.hasBean("weComSessionMeters")
				.doesNotHaveBean("wecomHealthIndicator"));
	}

}
