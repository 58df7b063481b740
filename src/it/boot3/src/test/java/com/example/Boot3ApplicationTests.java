package com.example;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@ExtendWith(OutputCaptureExtension.class)
class Boot3ApplicationTests {

	@Test
	void whenStartedThenOneClearSentence(CapturedOutput output) {
		assertThat(catchThrowable(() -> start("--wecom.corp-id=ww0123456789abcdef"))).isNotNull();
		assertThat(output)
			.contains("wecom-login needs Spring Boot 4.0 or newer, but this application runs on Spring Boot "
					+ SpringBootVersion.getVersion() + ".")
			.contains("wecom.enabled=false")
			.doesNotContain("NoClassDefFoundError", "\tat ");
	}

	@Test
	void whenDisabledThenItStarts() {
		try (ConfigurableApplicationContext context = start("--wecom.enabled=false")) {
			assertThat(context.isRunning()).isTrue();
		}
	}

	private static ConfigurableApplicationContext start(String argument) {
		return new SpringApplication(Boot3Application.class).run("--server.port=0", argument);
	}

}
