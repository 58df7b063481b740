package io.github.wecomlogin.app;

import io.github.wecomlogin.session.JsonSessionSerializer;
import jakarta.servlet.DispatcherType;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * Redis, where several nodes share what they know: nothing of it is there otherwise. With
 * it come Spring Session's sessions, unless they are excluded.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "wecom.store", havingValue = "redis")
@Import(DataRedisAutoConfiguration.class)
class SharedSessions {

	/**
	 * JSON, because from Java's serialisation whoever writes to Redis could make any
	 * class there is.
	 */
	@Bean
	@ConditionalOnMissingBean(name = "springSessionDefaultRedisSerializer")
	RedisSerializer<Object> springSessionDefaultRedisSerializer() {
		return new JsonSessionSerializer(getClass().getClassLoader());
	}

	@Bean
	FilterRegistrationBean<SessionOutageFilter> sessionOutageFilter() {
		FilterRegistrationBean<SessionOutageFilter> registration = new FilterRegistrationBean<>(
				new SessionOutageFilter());
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
		registration.setOrder(SessionRepositoryFilter.DEFAULT_ORDER - 1);
		return registration;
	}

}
