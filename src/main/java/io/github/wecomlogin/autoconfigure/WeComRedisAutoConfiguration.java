package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.store.RedisSharedStore;
import io.github.wecomlogin.store.SharedStore;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Auto-configuration for the shared store in the application's Redis
 * ({@code spring.data.redis.*}) if {@code wecom.store} is {@code redis}.
 */
@AutoConfiguration(afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(RedisConnectionFactory.class)
@ConditionalOnBooleanProperty(name = "wecom.enabled", matchIfMissing = true)
@Conditional(OnRedisStore.class)
public final class WeComRedisAutoConfiguration {

	@Bean(initMethod = "start", destroyMethod = "close")
	@ConditionalOnSingleCandidate(RedisConnectionFactory.class)
	@ConditionalOnMissingBean(SharedStore.class)
	RedisSharedStore weComSharedStore(RedisConnectionFactory connections) {
		return new RedisSharedStore(connections);
	}

}
