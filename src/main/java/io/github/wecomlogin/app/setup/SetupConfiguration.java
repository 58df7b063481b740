package io.github.wecomlogin.app.setup;

import java.time.Clock;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.attempt.LocalCookies;
import io.github.wecomlogin.autoconfigure.properties.PropertyChecks;
import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.doctor.WeComDoctor;
import io.github.wecomlogin.registration.WeComRegistrations;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Creates the parts of {@code /setup} from the properties.
 */
@Configuration(proxyBeanMethods = false)
class SetupConfiguration {

	@Bean
	SetupTokens setupTokens(WeComProperties properties) {
		return new SetupTokens(PropertyChecks.setupToken("wecom.setup.token", properties.getSetup().getToken()),
				Ticker.systemTicker());
	}

	@Bean
	SetupCookie setupCookie(WeComRegistrations registrations, LocalCookies cookies) {
		return new SetupCookie(registrations, cookies, Clock.systemUTC());
	}

	@Bean
	SetupChecks setupChecks(WeComDoctor doctor) {
		return new SetupChecks(doctor, Ticker.systemTicker());
	}

	@Bean
	SiteUrl siteUrl(WeComProperties properties) {
		return new SiteUrl(PropertyChecks.baseUrl("wecom.base-url", properties.getBaseUrl()));
	}

}
