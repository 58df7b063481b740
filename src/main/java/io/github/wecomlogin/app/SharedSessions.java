package io.github.wecomlogin.app;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.wecomlogin.session.JsonSessionSerializer;
import io.github.wecomlogin.session.LenientSessions;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.resource.Delay;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * Enables Redis and Spring Session if {@code wecom.store} is {@code redis}. Spring
 * Session can be excluded.
 */
@Configuration(proxyBeanMethods = false)
// As lenient as the binding of the property
@ConditionalOnExpression("environment.getProperty('wecom.store', '').trim().equalsIgnoreCase('redis')")
@Import(DataRedisAutoConfiguration.class)
class SharedSessions {

	private static final int BEFORE_SPRING_SESSION = SessionRepositoryFilter.DEFAULT_ORDER - 1;

	private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration SHORTEST_RECONNECT_DELAY = Duration.ofMillis(50);

	private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);

	/**
	 * Limits how long a page waits for its session: by default, Lettuce waits a minute
	 * for a response.
	 */
	@Bean
	LettuceClientConfigurationBuilderCustomizer sessionCommandTimeout(DataRedisProperties properties) {
		return (builder) -> {
			if (properties.getTimeout() == null) {
				builder.commandTimeout(COMMAND_TIMEOUT);
			}
		};
	}

	/**
	 * Rejects commands while Redis is down, which Lettuce would queue.
	 */
	@Bean
	LettuceClientOptionsBuilderCustomizer sessionClientOptions(DataRedisProperties properties) {
		return (builder) -> {
			builder.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
			if (properties.getConnectTimeout() == null) {
				builder.socketOptions(SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build());
			}
		};
	}

	/**
	 * Reconnects within a second, not after up to 30 seconds.
	 */
	@Bean
	ClientResourcesBuilderCustomizer sessionReconnectDelay() {
		return (builder) -> builder.reconnectDelay(() -> Delay.fullJitter(SHORTEST_RECONNECT_DELAY,
				LONGEST_RECONNECT_DELAY, SHORTEST_RECONNECT_DELAY.toMillis(), TimeUnit.MILLISECONDS));
	}

	@Bean
	SessionRepositoryCustomizer<RedisSessionRepository> lenientSessions() {
		return LenientSessions::applyTo;
	}

	@Bean
	SessionRepositoryCustomizer<RedisIndexedSessionRepository> lenientIndexedSessions() {
		return LenientSessions::applyTo;
	}

	/**
	 * Serialises sessions as JSON. Java serialisation would let a writer to Redis
	 * instantiate arbitrary classes.
	 */
	@Bean
	@ConditionalOnMissingBean(name = "springSessionDefaultRedisSerializer")
	RedisSerializer<Object> springSessionDefaultRedisSerializer() {
		return new JsonSessionSerializer(getClass().getClassLoader());
	}

	@Bean
	FilterRegistrationBean<SessionOutageFilter> sessionOutageFilter() {
		FilterRegistrationBean<SessionOutageFilter> registration = new FilterRegistrationBean<>(
				new SessionOutageFilter(new SessionOutage()));
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
		registration.setOrder(BEFORE_SPRING_SESSION);
		return registration;
	}

	/**
	 * Serves static resources and health probes without a session lookup, which Spring
	 * MVC performs for every request, so that they are available during an outage.
	 */
	@Bean
	FilterRegistrationBean<Filter> sessionlessFilter() {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> chain
			.doFilter(new RequestWithoutCookies((HttpServletRequest) request), response));
		registration.addUrlPatterns("/assets/*", "/favicon.ico", "/actuator/health/liveness",
				"/actuator/health/readiness");
		registration.setDispatcherTypes(DispatcherType.REQUEST);
		registration.setOrder(BEFORE_SPRING_SESSION);
		return registration;
	}

}
