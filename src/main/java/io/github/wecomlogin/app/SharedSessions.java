package io.github.wecomlogin.app;

import io.github.wecomlogin.session.JsonSessionSerializer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.serializer.RedisSerializer;
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
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
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
