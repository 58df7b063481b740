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
 * Auto-configuration that drops sessions in Redis that cannot be deserialised, so that
 * their members sign in again instead of getting an error. Each bean backs off if a bean
 * of its name exists.
 */
@AutoConfiguration
@ConditionalOnClass({ RedisSessionRepository.class, RedisTemplate.class })
@ConditionalOnBooleanProperty(name = "wecom.enabled", matchIfMissing = true)
public final class WeComSessionAutoConfiguration {

	// After Spring Boot's own customizer and before the application's, which may override
	// it
	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

	@Bean
	@Order(ORDER)
	@ConditionalOnMissingBean(name = "weComLenientSessions")
	SessionRepositoryCustomizer<RedisSessionRepository> weComLenientSessions() {
		return LenientSessions::applyTo;
	}

	@Bean
	@Order(ORDER)
	@ConditionalOnMissingBean(name = "weComLenientIndexedSessions")
	SessionRepositoryCustomizer<RedisIndexedSessionRepository> weComLenientIndexedSessions() {
		return LenientSessions::applyTo;
	}

}
