package io.github.wecomlogin.autoconfigure;

import java.time.Clock;

import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.directory.CompanyDirectory;
import io.github.wecomlogin.event.WeComEventFilter;
import io.github.wecomlogin.event.WeComEventQueue;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.session.WeComSessionChecks;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the meters about WeCom. Calls and sign-ins are observed
 * independently of it.
 */
@AutoConfiguration(after = { WeComAutoConfiguration.class, WeComEventAutoConfiguration.class })
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(WeComRegistrations.class)
public final class WeComMetricsAutoConfiguration {

	@Bean
	WeComMeters weComMeters(WeComRegistrations registrations, PerRegistration<WeComClient> clients,
			PerRegistration<CompanyDirectory> directories, SignInBulkhead bulkhead) {
		return new WeComMeters(registrations, clients, directories, bulkhead, Clock.systemUTC());
	}

	@Bean
	WeComSessionMeters weComSessionMeters(WeComRegistrations registrations, WeComSessionChecks checks,
			ObjectProvider<FilterRegistrationBean<WeComEventFilter>> filters, ObjectProvider<WeComEventQueue> queues) {
		FilterRegistrationBean<WeComEventFilter> filter = filters.getIfAvailable();
		return new WeComSessionMeters(registrations, checks, (filter != null) ? filter.getFilter() : null,
				queues.getIfAvailable());
	}

}
