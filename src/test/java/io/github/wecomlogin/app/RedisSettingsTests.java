package io.github.wecomlogin.app;

import java.time.Duration;

import io.lettuce.core.ClientOptions;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lettuce in the ready-made application, which does not connect here.
 */
class RedisSettingsTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withUserConfiguration(Application.class)
		.withPropertyValues("wecom.store=redis");

	@Test
	void whenRedisIsDownThenNoPageWaitsLong() {
		this.runner.run((context) -> {
			LettuceConnectionFactory factory = context.getBean(LettuceConnectionFactory.class);
			ClientOptions options = factory.getClientConfiguration().getClientOptions().orElseThrow();
			assertThat(factory.getClientConfiguration().getCommandTimeout()).isEqualTo(Duration.ofSeconds(2));
			assertThat(options.getSocketOptions().getConnectTimeout()).isEqualTo(Duration.ofSeconds(1));
			assertThat(options.getDisconnectedBehavior()).isEqualTo(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
			for (int attempt = 1; attempt < 60; attempt++) {
				assertThat(factory.getClientResources().reconnectDelay().createDelay(attempt))
					.isLessThanOrEqualTo(Duration.ofSeconds(1));
			}
		});
	}

	@Test
	void whenTimeLimitsAreSetThenTheyApply() {
		this.runner
			.withPropertyValues("spring.data.redis.timeout=7s", "spring.data.redis.connect-timeout=8s",
					"spring.data.redis.lettuce.shutdown-timeout=0")
			.run((context) -> {
				LettuceConnectionFactory factory = context.getBean(LettuceConnectionFactory.class);
				assertThat(factory.getClientConfiguration().getCommandTimeout()).isEqualTo(Duration.ofSeconds(7));
				assertThat(factory.getClientConfiguration().getClientOptions().orElseThrow().getSocketOptions())
					.returns(Duration.ofSeconds(8), (options) -> options.getConnectTimeout());
			});
	}

	@Configuration(proxyBeanMethods = false)
	@Import(SharedSessions.class)
	static class Application {

	}

}
