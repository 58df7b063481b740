package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.autoconfigure.properties.InvalidWeComPropertyException;
import io.github.wecomlogin.store.SharedStore;
import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration that fails start-up if {@code wecom.store} names a shared store but
 * none is available, instead of running nodes that silently share nothing.
 */
@AutoConfiguration(after = WeComRedisAutoConfiguration.class, before = WeComAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "wecom.enabled", matchIfMissing = true)
@Conditional(OnRedisStore.class)
public final class WeComStoreAutoConfiguration {

	private static final String SPRING_DATA_REDIS = "org.springframework.data.redis.connection.RedisConnectionFactory";

	@Bean
	InitializingBean weComSharedStoreCheck(ObjectProvider<SharedStore> stores) {
		return () -> {
			if (stores.getIfAvailable() == null) {
				throw new InvalidWeComPropertyException("wecom.store", whatIsMissing(),
						Texts.OPERATORS.both("remedy.store"));
			}
		};
	}

	private static LocalizedText whatIsMissing() {
		return ClassUtils.isPresent(SPRING_DATA_REDIS, null) ? Texts.OPERATORS.both("problem.store-connection")
				: Texts.OPERATORS.both("problem.store-library");
	}

}
