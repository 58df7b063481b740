package io.github.wecomlogin.config;

import io.github.wecomlogin.authorization.AuthorityRenewal;
import io.github.wecomlogin.session.SessionCheckFilter;
import io.github.wecomlogin.session.SessionEndReporter;
import io.github.wecomlogin.session.WeComSessionChecks;
import io.github.wecomlogin.web.SignInSuppression;

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
 * Adds the session check to every security filter chain, including chains without
 * {@code oauth2Login}, which serve the sessions of other chains. Registered in
 * {@code spring.factories}.
 */
final class SessionCheckConfigurer extends AbstractHttpConfigurer<SessionCheckConfigurer, HttpSecurity> {

	@Override
	public void configure(HttpSecurity http) {
		ApplicationContext context = http.getSharedObject(ApplicationContext.class);
		WeComSessionChecks checks = (context != null)
				? context.getBeanProvider(WeComSessionChecks.class).getIfAvailable() : null;
		if (context == null || checks == null) {
			return;
		}
		SessionCheckFilter filter = new SessionCheckFilter(checks, context.getBean(SessionEndReporter.class),
				context.getBean(AuthorityRenewal.class), context.getBean(SignInSuppression.class), contexts(http),
				getSecurityContextHolderStrategy());
		// As soon as the security context is available
		http.addFilterBefore(filter, HeaderWriterFilter.class);
		// And again for an authentication that another filter has set since
		http.addFilterBefore(filter, ExceptionTranslationFilter.class);
	}

	private static SecurityContextRepository contexts(HttpSecurity http) {
		SecurityContextRepository contexts = http.getSharedObject(SecurityContextRepository.class);
		// Spring Security's default
		return (contexts != null) ? contexts : new DelegatingSecurityContextRepository(
				new RequestAttributeSecurityContextRepository(), new HttpSessionSecurityContextRepository());
	}

}
