package io.github.wecomlogin.autoconfigure;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.autoconfigure.properties.WeComPropertiesMapper;
import io.github.wecomlogin.event.WeComEventFilter;
import io.github.wecomlogin.event.WeComEventHandler;
import io.github.wecomlogin.event.WeComEventQueue;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.session.MemberEvents;
import io.github.wecomlogin.session.WeComSessions;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration that receives WeCom events, revalidates the affected sessions and
 * publishes the events to the application. Requires a token and a key.
 */
@AutoConfiguration(after = WeComSessionsAutoConfiguration.class)
@ConditionalOnBean({ ChangeStamps.class, WeComSessions.class })
public final class WeComEventAutoConfiguration {

	private final WeComPropertiesMapper mapper;

	WeComEventAutoConfiguration(WeComProperties properties, ConfigurableEnvironment environment) {
		this.mapper = new WeComPropertiesMapper(properties, environment);
	}

	/**
	 * Publishes events to the application after sessions have been handled, so that slow
	 * or failing listeners do not affect them.
	 */
	@Bean
	WeComEventQueue weComEventQueue(ChangeStamps stamps, WeComSessions sessions,
			ObjectProvider<WeComEventHandler> handlers, ApplicationEventPublisher events) {
		List<WeComEventHandler> all = new ArrayList<>();
		all.add(new MemberEvents(stamps, sessions));
		all.add(events::publishEvent);
		handlers.orderedStream().forEach(all::add);
		return new WeComEventQueue(all);
	}

	@Bean
	FilterRegistrationBean<WeComEventFilter> weComEventFilter(WeComEventQueue queue) {
		FilterRegistrationBean<WeComEventFilter> registration = new FilterRegistrationBean<>(
				new WeComEventFilter(this.mapper.callbacks(), queue, Clock.systemUTC()));
		registration.setOrder(WeComAutoConfiguration.BEFORE_SECURITY);
		return registration;
	}

}
