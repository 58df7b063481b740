package io.github.wecomlogin.app;

import java.util.Map;

import io.github.wecomlogin.app.SecurityObservationTests.Variables;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Security's observations, enabled by an environment variable.
 */
@ApplicationTest
@ContextConfiguration(initializers = Variables.class)
class SecurityObservationTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private MeterRegistry meters;

	@Test
	void whenEnabledThenFiltersAreMeasured() {
		assertThat(this.mvc.get().uri("/login")).hasStatusOk();
		assertThat(this.meters.getMeters()).extracting((meter) -> meter.getId().getName())
			.contains("spring.security.filterchains", "spring.security.authorizations");
	}

	static class Variables implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource(
						"test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						Map.of("MANAGEMENT_OBSERVATIONS_ENABLE_SPRING_SECURITY", "true")));
		}

	}

}
