package io.github.wecomlogin.config;

import io.github.wecomlogin.session.SessionCheckFilter;
import io.github.wecomlogin.session.WeComSessionChecks;

import org.springframework.context.ApplicationContext;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.context.DelegatingSecurityContextRepository;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.header.HeaderWriterFilter;

/**
 * Adds the check of sessions to every security filter chain, also to one that signs
 * nobody in: what a session of another chain lets in there must be as true. Found through
 * {@code spring.factories}.
 */
final class SessionCheckConfigurer extends AbstractHttpConfigurer<SessionCheckConfigurer, HttpSecurity> {

	@Override
	public void configure(HttpSecurity http) {
		ApplicationContext context = http.getSharedObject(ApplicationContext.class);
		WeComSessionChecks checks = (context != null)
				? context.getBeanProvider(WeComSessionChecks.class).getIfAvailable() : null;
		WeComLogin login = (context != null) ? context.getBeanProvider(WeComLogin.class).getIfAvailable() : null;
		if (context == null || checks == null || login == null) {
			return;
		}
		SessionCheckFilter filter = new SessionCheckFilter(checks, login, contexts(http),
				getSecurityContextHolderStrategy());
		// As soon as the context can be asked for
		http.addFilterBefore(filter, HeaderWriterFilter.class);
		// And again for whoever was brought in by another filter since
		http.addFilterBefore(filter, ExceptionTranslationFilter.class);
	}

	private static SecurityContextRepository contexts(HttpSecurity http) {
		SecurityContextRepository contexts = http.getSharedObject(SecurityContextRepository.class);
		// What Spring Security uses where nobody says anything else
		return (contexts != null) ? contexts : new DelegatingSecurityContextRepository(
				new RequestAttributeSecurityContextRepository(), new HttpSessionSecurityContextRepository());
	}

}
