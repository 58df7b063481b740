package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.autoconfigure.properties.PropertyChecks;
import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.web.request.ForwardedHeaderHint;
import io.github.wecomlogin.web.request.TrustedProxies;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for {@code wecom.trusted-proxies}, the addresses whose forwarded
 * headers are trusted.
 */
@AutoConfiguration(before = WeComAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "wecom.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WeComProperties.class)
public final class WeComProxyAutoConfiguration {

	@Bean
	TrustedProxies weComTrustedProxies(WeComProperties properties) {
		return PropertyChecks.trustedProxies("wecom.trusted-proxies", properties.getTrustedProxies());
	}

	@Bean
	FilterRegistrationBean<ForwardedHeaderHint> weComForwardedHeaderHint(TrustedProxies proxies) {
		FilterRegistrationBean<ForwardedHeaderHint> registration = new FilterRegistrationBean<>(
				new ForwardedHeaderHint(proxies));
		registration.setOrder(WeComAutoConfiguration.BEFORE_SECURITY);
		return registration;
	}

}
