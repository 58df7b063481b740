package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.autoconfigure.properties.InvalidWeComPropertyException;
import io.github.wecomlogin.autoconfigure.properties.WeComProperties;
import io.github.wecomlogin.util.Texts;
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
		try {
			return new TrustedProxies((properties.getTrustedProxies() != null)
					? properties.getTrustedProxies().stream().filter((entry) -> !entry.isBlank()).toList()
					: TrustedProxies.LOOPBACK);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidWeComPropertyException("wecom.trusted-proxies",
					"has the entry '" + ex.getMessage() + "', which is neither an IP address nor a CIDR range",
					Texts.OPERATORS.inBoth("remedy.trusted-proxies"));
		}
	}

	@Bean
	FilterRegistrationBean<ForwardedHeaderHint> weComForwardedHeaderHint(TrustedProxies proxies) {
		FilterRegistrationBean<ForwardedHeaderHint> registration = new FilterRegistrationBean<>(
				new ForwardedHeaderHint(proxies));
		registration.setOrder(WeComAutoConfiguration.BEFORE_SECURITY);
		return registration;
	}

}
