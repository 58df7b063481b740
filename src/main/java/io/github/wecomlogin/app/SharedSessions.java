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
 * Redis, where several nodes share what they know: nothing of it is there otherwise. With
 * it come Spring Session's sessions, unless they are excluded.
 */
@Configuration(proxyBeanMethods = false)
// As the property itself is read
@ConditionalOnExpression("environment.getProperty('wecom.store', '').trim().equalsIgnoreCase('redis')")
@Import(DataRedisAutoConfiguration.class)
class SharedSessions {

	private static final int BEFORE_SPRING_SESSION = SessionRepositoryFilter.DEFAULT_ORDER - 1;

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
				new SessionOutageFilter(new SessionOutage()));
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
		registration.setOrder(BEFORE_SPRING_SESSION);
		return registration;
	}

	/**
	 * Spring MVC looks up the session of every request. These are the same for everybody,
	 * and have to be there when sessions are not.
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
