package io.github.wecomlogin.autoconfigure;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.resource.Delay;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Auto-configuration that shortens the timeouts of Lettuce if {@code wecom.store} is
 * {@code redis}. By default, Lettuce waits a minute for a response, queues commands while
 * Redis is down and reconnects after up to 30 seconds; pages whose session is in that
 * Redis would hang as long. Applied first, so that settings of the application take
 * precedence.
 */
@AutoConfiguration(beforeName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ LettuceConnectionFactory.class, ClientOptions.class,
		LettuceClientConfigurationBuilderCustomizer.class })
@ConditionalOnBooleanProperty(name = "wecom.enabled", matchIfMissing = true)
@Conditional(OnRedisStore.class)
public final class WeComLettuceAutoConfiguration {

	private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration SHORTEST_RECONNECT_DELAY = Duration.ofMillis(50);

	private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	LettuceClientConfigurationBuilderCustomizer weComLettuceCommandTimeout(Environment environment) {
		return (builder) -> {
			if (!environment.containsProperty("spring.data.redis.timeout")) {
				builder.commandTimeout(COMMAND_TIMEOUT);
			}
		};
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	LettuceClientOptionsBuilderCustomizer weComLettuceClientOptions(Environment environment) {
		return (builder) -> {
			builder.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
			if (!environment.containsProperty("spring.data.redis.connect-timeout")) {
				builder.socketOptions(SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build());
			}
		};
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	ClientResourcesBuilderCustomizer weComLettuceReconnectDelay() {
		return (builder) -> builder.reconnectDelay(() -> Delay.fullJitter(SHORTEST_RECONNECT_DELAY,
				LONGEST_RECONNECT_DELAY, SHORTEST_RECONNECT_DELAY.toMillis(), TimeUnit.MILLISECONDS));
	}

}
