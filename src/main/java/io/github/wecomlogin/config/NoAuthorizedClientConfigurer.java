package io.github.wecomlogin.config;

import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.web.NoAuthorizedClientFilter;

import org.springframework.context.ApplicationContext;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2ClientConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.web.access.ExceptionTranslationFilter;

/**
 * Keeps Spring Security's OAuth2 client from starting an authorization of its own with a
 * registration of WeCom, in every security filter chain with {@code oauth2Client()} or
 * {@code oauth2Login()}: the redirect filter of such a chain reacts to what a controller
 * throws and to the start path of each registration. Found through
 * {@code spring.factories}, after {@link WeComLoginConfigurer}, whose filters come first.
 */
final class NoAuthorizedClientConfigurer extends AbstractHttpConfigurer<NoAuthorizedClientConfigurer, HttpSecurity> {

	@Override
	public void configure(HttpSecurity http) {
		ApplicationContext context = http.getSharedObject(ApplicationContext.class);
		WeComRegistrations registrations = (context != null)
				? context.getBeanProvider(WeComRegistrations.class).getIfAvailable() : null;
		if (registrations == null || !hasRedirectFilter(http)) {
			return;
		}
		NoAuthorizedClientFilter filter = new NoAuthorizedClientFilter(registrations);
		http.addFilterBefore(filter.start(), OAuth2AuthorizationRequestRedirectFilter.class);
		http.addFilterBefore(filter, ExceptionTranslationFilter.class);
	}

	@SuppressWarnings("unchecked")
	private static boolean hasRedirectFilter(HttpSecurity http) {
		return http.getConfigurer(OAuth2ClientConfigurer.class) != null
				|| http.getConfigurer(OAuth2LoginConfigurer.class) != null;
	}

}
