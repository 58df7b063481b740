package io.github.wecomlogin.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.session.config.SessionRepositoryCustomizer;

import static org.assertj.core.api.Assertions.assertThat;

class WeComSessionAutoConfigurationTests {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WeComSessionAutoConfiguration.class));

	@Test
	void whenSessionsMayBeInRedisThenBothRepositoriesReadLeniently() {
		this.application.run((context) -> assertThat(context.getBeanNamesForType(SessionRepositoryCustomizer.class))
			.containsExactlyInAnyOrder("weComLenientSessions", "weComLenientIndexedSessions"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "weComLenientSessions", "weComLenientIndexedSessions" })
	void whenApplicationDefinesTheBeanThenOursBacksOff(String name) {
		SessionRepositoryCustomizer<?> own = (sessions) -> {
		};
		this.application.withBean(name, SessionRepositoryCustomizer.class, () -> own)
			.run((context) -> assertThat(context).getBean(name).isSameAs(own));
	}

	@Test
	void whenLibraryIsDisabledThenNothingIsCustomized() {
		this.application.withPropertyValues("wecom.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SessionRepositoryCustomizer.class));
	}

}
