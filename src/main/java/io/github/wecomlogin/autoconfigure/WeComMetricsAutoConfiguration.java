package io.github.wecomlogin.autoconfigure;

import java.time.Clock;

import io.github.wecomlogin.login.SignInGate;
import io.github.wecomlogin.login.WeComRegistrations;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Measures what is known of WeCom, where the application has Micrometer's meters. Calls
 * and sign-ins are observed without this.
 */
@AutoConfiguration(after = WeComAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(WeComRegistrations.class)
public final class WeComMetricsAutoConfiguration {

	@Bean
	WeComMeters weComMeters(WeComRegistrations registrations, SignInGate gate) {
		return new WeComMeters(registrations, gate, Clock.systemUTC());
	}

}
