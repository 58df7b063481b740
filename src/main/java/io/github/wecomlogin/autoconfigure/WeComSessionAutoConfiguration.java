package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.session.LenientSessions;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;

/**
 * Lets whoever has a session in Redis that cannot be read sign in again instead of
 * meeting an error. A bean with the name of one of these takes its place.
 */
@AutoConfiguration
@ConditionalOnClass({ RedisSessionRepository.class, RedisTemplate.class })
@ConditionalOnBooleanProperty(name = "wecom.enabled", matchIfMissing = true)
public final class WeComSessionAutoConfiguration {

	// After Spring Boot's own and before those of the application, which may undo it
	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

	@Bean
	@Order(ORDER)
	@ConditionalOnMissingBean(name = "weComTolerantSessions")
	SessionRepositoryCustomizer<RedisSessionRepository> weComTolerantSessions() {
		return LenientSessions::applyTo;
	}

	@Bean
	@Order(ORDER)
	@ConditionalOnMissingBean(name = "weComTolerantIndexedSessions")
	SessionRepositoryCustomizer<RedisIndexedSessionRepository> weComTolerantIndexedSessions() {
		return LenientSessions::applyTo;
	}

}
