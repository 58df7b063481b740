package io.github.wecomlogin.config;

import java.time.Clock;

import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.registration.WeComClientRegistrationRepository;
import io.github.wecomlogin.registration.WeComEndpoints;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.web.AnonymousAccessDeniedHandler;
import io.github.wecomlogin.web.AttemptAuthorizationRequestRepository;
import io.github.wecomlogin.web.AttemptFactory;
import io.github.wecomlogin.web.AuthorizeUrls;
import io.github.wecomlogin.web.ReturnTargetRequestCache;
import io.github.wecomlogin.web.ReturnTargets;
import io.github.wecomlogin.web.SignInSuppression;
import io.github.wecomlogin.web.SiteAddress;
import io.github.wecomlogin.web.WeComAuthenticationEntryPoint;
import io.github.wecomlogin.web.WeComAuthorizationRequestResolver;
import io.github.wecomlogin.web.WeComRefusalHandler;
import io.github.wecomlogin.web.page.LoginPanel;
import io.github.wecomlogin.web.page.SignInPages;
import io.github.wecomlogin.web.page.StartFailureHandler;
import io.github.wecomlogin.web.request.Browser;
import io.github.wecomlogin.web.request.CallerKind;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.config.annotation.web.configurers.HttpBasicConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.resource.OAuth2ResourceServerConfigurer;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.DelegatingAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/**
 * What starts a sign-in in a chain: the filter at the start path, and the entry point.
 */
final class SignInStart {

	private final ApplicationContext context;

	private final ChainSettings settings;

	private final ReturnTargets targets;

	private final WeComClientRegistrationRepository clientRegistrations;

	private final WeComRefusalHandler refusalHandler;

	private final @Nullable ReturnTargetRequestCache requestCache;

	private final WeComAuthorizationRequestResolver resolver;

	SignInStart(HttpSecurity http, ChainSettings settings, ReturnTargets targets,
			WeComClientRegistrationRepository clientRegistrations, @Nullable ReturnTargetRequestCache requestCache) {
		this.context = http.getSharedObject(ApplicationContext.class);
		this.settings = settings;
		this.targets = targets;
		this.clientRegistrations = clientRegistrations;
		this.refusalHandler = refusalHandler(http, this.context);
		this.requestCache = requestCache;
		this.resolver = resolver();
	}

	/**
	 * Returns the refusal handler of the chain, if it has one of its own, or the bean.
	 */
	static WeComRefusalHandler refusalHandler(HttpSecurity http, ApplicationContext context) {
		WeComRefusalHandler chainsOwn = http.getSharedObject(WeComRefusalHandler.class);
		return (chainsOwn != null) ? chainsOwn : context.getBean(WeComRefusalHandler.class);
	}

	static AttemptAuthorizationRequestRepository attemptRepository(ApplicationContext context,
			@Nullable ReturnTargetRequestCache requestCache,
			AuthorizationRequestRepository<OAuth2AuthorizationRequest> others) {
		return new AttemptAuthorizationRequestRepository(context.getBean(AttemptStore.class),
				context.getBean(WeComEndpoints.class), context.getBean(SignInSuppression.class),
				context.getBean(ReturnTargetRequestCache.Cookie.class), requestCache, others);
	}

	private WeComAuthorizationRequestResolver resolver() {
		AttemptFactory attempts = new AttemptFactory(this.targets,
				this.context.getBean(ReturnTargetRequestCache.Cookie.class),
				this.context.getBean(SignInSuppression.class), Clock.systemUTC());
		return new WeComAuthorizationRequestResolver(this.context.getBean(WeComRegistrations.class),
				this.settings.hasResolver() ? null : this.clientRegistrations, this.context.getBean(SiteAddress.class),
				this.settings.paths(), new AuthorizeUrls(this.context.getBean(WeComEndpoints.class)), attempts);
	}

	WeComAuthorizationRequestResolver authorizationRequests() {
		return this.resolver;
	}

	/**
	 * Returns the filter that starts a sign-in at the start path, and is not called for
	 * any other.
	 */
	Filter filter() {
		OAuth2AuthorizationRequestRedirectFilter filter = filter(this.resolver);
		return (request, response, filterChain) -> {
			if (this.resolver.isStart((HttpServletRequest) request)) {
				filter.doFilter(request, response, filterChain);
			}
			else {
				filterChain.doFilter(request, response);
			}
		};
	}

	/**
	 * Returns the filter that offers WeCom's login panel to the sign-in page.
	 */
	LoginPanel panel(LoginPanel.Settings panel) {
		return new LoginPanel(panel, this.resolver, this.context.getBean(AttemptStore.class), this.settings.paths());
	}

	private OAuth2AuthorizationRequestRedirectFilter filter(OAuth2AuthorizationRequestResolver resolver) {
		OAuth2AuthorizationRequestRedirectFilter filter = new OAuth2AuthorizationRequestRedirectFilter(resolver);
		filter.setAuthorizationRequestRepository(attemptRepository(this.context, this.requestCache,
				new HttpSessionOAuth2AuthorizationRequestRepository()));
		filter.setAuthenticationFailureHandler(
				new StartFailureHandler(this.refusalHandler, this.context.getBean(SiteAddress.class),
						this.context.getBean(SignInPages.class), this.settings.paths().signInPage(), this.targets,
						this.context.getBean(ReturnTargetRequestCache.Cookie.class)));
		return filter;
	}

	/**
	 * Adds the entry point to a chain.
	 * @param hasOtherWays whether the chain's sign-in page offers more than providers
	 * @param contexts finds the current authentication
	 */
	@SuppressWarnings("unchecked")
	void addEntryPoint(HttpSecurity http, OAuth2LoginConfigurer<HttpSecurity> oauth2Login, boolean hasOtherWays,
			SecurityContextHolderStrategy contexts) {
		ExceptionHandlingConfigurer<HttpSecurity> exceptionHandling = http
			.getConfigurer(ExceptionHandlingConfigurer.class);
		if (exceptionHandling == null) {
			return;
		}
		AuthenticationEntryPoint entryPoint = entryPoint(hasOtherWays);
		if (hasChallenges(http)) {
			// As oauth2Login does by itself: the first entry point that is registered is
			// also the default one, which must stay the chain's
			oauth2Login.addObjectPostProcessor(new EntryPointPostProcessor(entryPoint));
			return;
		}
		exceptionHandling.defaultAuthenticationEntryPointFor(entryPoint,
				hasOtherWays ? (request) -> !CallerKind.wantsPage(request) : AnyRequestMatcher.INSTANCE);
		if (!hasOtherWays && !ChainSettings.hasEntryPoint(exceptionHandling)) {
			AnonymousAccessDeniedHandler deniedHandler = new AnonymousAccessDeniedHandler(entryPoint, contexts);
			exceptionHandling.defaultAccessDeniedHandlerFor(deniedHandler, deniedHandler::isAnonymous);
		}
	}

	private AuthenticationEntryPoint entryPoint(boolean hasOtherWays) {
		if (hasOtherWays) {
			return entryPoint(null);
		}
		if (this.settings.loginPage() == null) {
			return entryPoint(atPage());
		}
		if (this.context.getBean(SignInPageSettings.class).shownInsideWeCom()) {
			return entryPoint(null);
		}
		return DelegatingAuthenticationEntryPoint.builder()
			.addEntryPointFor(entryPoint(atPage()), (request) -> Browser.of(request) == Browser.WECOM)
			.defaultEntryPoint(entryPoint(null))
			.build();
	}

	private WeComAuthenticationEntryPoint entryPoint(@Nullable OAuth2AuthorizationRequestRedirectFilter start) {
		return new WeComAuthenticationEntryPoint(this.clientRegistrations,
				this.context.getBean(SignInSuppression.class), this.context.getBean(SiteAddress.class),
				this.settings.paths(), this.targets, start);
	}

	/**
	 * Returns the filter with which the entry point starts a sign-in in the answer to the
	 * page that requires it. Passes on what is dispatched to the page of an error.
	 */
	private OAuth2AuthorizationRequestRedirectFilter atPage() {
		OAuth2AuthorizationRequestRedirectFilter filter = filter(
				new OnlyWayResolver(this.clientRegistrations, this.resolver));
		// Filters of one name are applied once per request
		filter.setBeanName(WeComAuthenticationEntryPoint.class.getName());
		return filter;
	}

	/**
	 * Whether the chain has authentication mechanisms that answer with a challenge.
	 */
	@SuppressWarnings("unchecked")
	private static boolean hasChallenges(HttpSecurity http) {
		return http.getConfigurer(HttpBasicConfigurer.class) != null
				|| http.getConfigurer(OAuth2ResourceServerConfigurer.class) != null;
	}

	/**
	 * Resolves the authorization request of the only registration for every request.
	 */
	private record OnlyWayResolver(WeComClientRegistrationRepository clientRegistrations,
			WeComAuthorizationRequestResolver delegate) implements OAuth2AuthorizationRequestResolver {

		@Override
		public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
			ClientRegistration way = this.clientRegistrations.onlyWay();
			return (way != null) ? resolve(request, way.getRegistrationId()) : null;
		}

		@Override
		public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registrationId) {
			return this.delegate.resolve(request, registrationId);
		}

	}

	/**
	 * Replaces the entry point that {@code oauth2Login} registers.
	 */
	private record EntryPointPostProcessor(
			AuthenticationEntryPoint entryPoint) implements ObjectPostProcessor<AuthenticationEntryPoint> {

		@Override
		@SuppressWarnings("unchecked")
		public <O extends AuthenticationEntryPoint> O postProcess(O oauth2LoginsOwn) {
			return (O) this.entryPoint;
		}

	}

}
