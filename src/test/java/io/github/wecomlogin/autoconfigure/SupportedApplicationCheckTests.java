package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.autoconfigure.properties.InvalidWeComPropertyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Where the library cannot work, start-up says so. The project {@code src/it/boot3} tries
 * it with Spring Boot 3.
 */
class SupportedApplicationCheckTests {

	@ParameterizedTest
	@ValueSource(strings = { "3.5.16", "3.5.0-SNAPSHOT", "2.7.18", "3.0.0-M1" })
	void whenSpringBootIsTooOldThenStartFailsAndNamesBoth(String version) {
		Throwable failure = catchThrowable(() -> SupportedApplicationCheck.check(version, WebApplicationType.SERVLET));
		FailureAnalysis analysis = StartFailures.analyze(failure);
		assertThat(analysis.getDescription())
			.isEqualTo("wecom-login needs Spring Boot 4.0 or newer, but this application runs on Spring Boot " + version
					+ ". wecom-login 需要 Spring Boot 4.0 及以上版本，而本应用使用 Spring Boot " + version + "。");
		assertThat(analysis.getAction()).contains("Upgrade", "wecom.enabled=false", "升级");
	}

	@ParameterizedTest
	@ValueSource(strings = { "4.0.9", "4.1.2", "4.2.0-M1", "10.0.0", "unknown" })
	void whenSpringBootIsNewEnoughThenNothing(String version) {
		assertThatCode(() -> SupportedApplicationCheck.check(version, WebApplicationType.SERVLET))
			.doesNotThrowAnyException();
	}

	@Test
	void whenVersionIsNotKnownThenNothing() {
		assertThatCode(() -> SupportedApplicationCheck.check(null, WebApplicationType.SERVLET))
			.doesNotThrowAnyException();
		assertThat(SpringBootVersion.getVersion()).startsWith("4.");
	}

	@Test
	void whenApplicationIsReactiveThenStartFailsAndNamesTheStack() {
		FailureAnalysis analysis = StartFailures.analyze(catchThrowable(() -> start(WebApplicationType.REACTIVE)));
		assertThat(analysis.getDescription())
			.startsWith("wecom-login needs the servlet stack (Spring MVC), but this application runs on WebFlux. ");
		assertThat(analysis.getAction()).contains("spring-boot-starter-webmvc", "wecom.enabled=false", "WebFlux；");
	}

	@Test
	void whenLibraryIsDisabledThenStackDoesNotMatter() {
		// There is no reactive web server on the class path, which is noticed later
		assertThat(catchThrowable(() -> start(WebApplicationType.REACTIVE, "--wecom.enabled=false")))
			.isNotInstanceOf(UnsupportedApplicationException.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"true\"", "yes", "tru\u200be", "" })
	void whenEnabledIsNeitherTrueNorFalseThenStartFails(String value) {
		assertThatExceptionOfType(InvalidWeComPropertyException.class)
			.isThrownBy(() -> start(WebApplicationType.NONE, "--wecom.enabled=" + value))
			.withMessageContaining("'wecom.enabled' is neither true nor false");
	}

	@Test
	void whenEnabledIsAnUnsetPlaceholderThenStartFails() {
		assertThatExceptionOfType(InvalidWeComPropertyException.class)
			.isThrownBy(() -> start(WebApplicationType.NONE, "--wecom.enabled=${WECOM_ON}"))
			.withMessageContaining("'wecom.enabled' refers to ${WECOM_ON}");
	}

	@Test
	void whenApplicationHasNoWebServerThenItStarts() {
		try (ConfigurableApplicationContext context = start(WebApplicationType.NONE)) {
			assertThat(context.isRunning()).isTrue();
		}
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, String... arguments) {
		SpringApplication application = new SpringApplication(Empty.class);
		application.setWebApplicationType(type);
		return application.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
