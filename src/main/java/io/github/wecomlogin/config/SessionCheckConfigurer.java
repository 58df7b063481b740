package io.github.wecomlogin.config;

import io.github.wecomlogin.authorization.AuthorityRenewal;
import io.github.wecomlogin.session.ResolvedMemberChecks;
import io.github.wecomlogin.session.ResolvedMemberFilter;
import io.github.wecomlogin.session.SessionCheckFilter;
import io.github.wecomlogin.session.SessionEndReporter;
import io.github.wecomlogin.session.WeComMemberResolver;
import io.github.wecomlogin.session.WeComSessionChecks;
import io.github.wecomlogin.web.SignInSuppression;
import io.github.wecomlogin.web.SiteAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.DelegatingSecurityContextRepository;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.header.HeaderWriterFilter;

/**
 * Adds the session check to every security filter chain, including chains without
 * {@code oauth2Login}, which serve the sessions of other chains, and with a
 * {@link WeComMemberResolver} the check of members behind other authentications.
 * Registered in {@code spring.factories}.
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
		// Also directly before authorization, which is configured later than this: behind
		// all filters that the application adds before AuthorizationFilter
		http.addFilterAt(filter, AuthorizationFilter.class);
		if (context.getBeanNamesForType(WeComMemberResolver.class, true, false).length > 0) {
			http.addFilterBefore(resolvedMemberFilter(context, contexts(http)), HeaderWriterFilter.class);
			// Inside of what handles exceptions, and after all filters that authenticate
			ResolvedMemberFilter last = resolvedMemberFilter(context, null);
			http.addFilterBefore(last, AuthorizationFilter.class);
			http.addFilterAt(last, AuthorizationFilter.class);
		}
	}

	private ResolvedMemberFilter resolvedMemberFilter(ApplicationContext context,
			@Nullable SecurityContextRepository contexts) {
		return new ResolvedMemberFilter(context.getBean(ResolvedMemberChecks.class),
				context.getBean(SessionEndReporter.class), context.getBean(SignInSuppression.class),
				context.getBean(SiteAddress.class), contexts, getSecurityContextHolderStrategy());
	}

	private static SecurityContextRepository contexts(HttpSecurity http) {
		SecurityContextRepository contexts = http.getSharedObject(SecurityContextRepository.class);
		// Spring Security's default
		return (contexts != null) ? contexts : new DelegatingSecurityContextRepository(
				new RequestAttributeSecurityContextRepository(), new HttpSessionSecurityContextRepository());
	}

}
