package io.github.wecomlogin.config;

import io.github.wecomlogin.account.AccountLookup;
import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.authentication.ReplayCache;
import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.authentication.SignInTimeout;
import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.authentication.WeComLoginAuthenticationProvider;
import io.github.wecomlogin.authorization.AuthorityRenewal;
import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComClientRegistrationRepository;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.util.Texts;
import io.github.wecomlogin.token.HandOverCookies;
import io.github.wecomlogin.token.HandOverHandler;
import io.github.wecomlogin.token.PendingMemberHandler;
import io.github.wecomlogin.token.WeComTokenIssuer;
import io.github.wecomlogin.web.CallbackDispatcher;
import io.github.wecomlogin.web.CallbackProcessor;
import io.github.wecomlogin.web.CallbackRedirects;
import io.github.wecomlogin.web.FixedAddressFilter;
import io.github.wecomlogin.web.NoWeComAuthorizedClientRepository;
import io.github.wecomlogin.web.NoWeComRememberMeServices;
import io.github.wecomlogin.web.ReturnTargetRequestCache;
import io.github.wecomlogin.web.ReturnTargetSuccessHandler;
import io.github.wecomlogin.web.ReturnTargets;
import io.github.wecomlogin.web.SignInDetailsSource;
import io.github.wecomlogin.web.SignInObservation;
import io.github.wecomlogin.web.SignInRollback;
import io.github.wecomlogin.web.SignInSuppression;
import io.github.wecomlogin.web.SiteAddress;
import io.github.wecomlogin.web.WeComCallbackFilter;
import io.github.wecomlogin.web.WeComFailureHandler;
import io.github.wecomlogin.web.WeComLogoutHandler;
import io.github.wecomlogin.web.page.LoginPanel;
import io.github.wecomlogin.web.page.OpenInWeCom;
import io.github.wecomlogin.web.page.SignInPageFilter;
import io.github.wecomlogin.web.page.SignInPageNotices;
import io.github.wecomlogin.web.page.SignInPageQueryFilter;
import io.github.wecomlogin.web.page.SignInPages;
import io.github.wecomlogin.web.request.ClientAddress;
import io.github.wecomlogin.web.request.TrustedProxies;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.Filter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.FormLoginConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.config.annotation.web.configurers.WebAuthnConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.config.annotation.web.configurers.ott.OneTimeTokenLoginConfigurer;
import org.springframework.security.config.annotation.web.configurers.saml2.Saml2LoginConfigurer;
import org.springframework.security.core.authority.mapping.GrantedAuthoritiesMapper;
import org.springframework.security.core.authority.mapping.NullAuthoritiesMapper;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.AuthenticatedPrincipalOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.authentication.ui.DefaultLoginPageGeneratingFilter;
import org.springframework.security.web.context.DelegatingSecurityContextRepository;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Adds the sign-in with WeCom to every security filter chain that has an
 * {@code oauth2Login}, if the application has a {@link WeComRegistrations} bean.
 * Registered in {@code spring.factories}, so that a plain
 * {@code http.oauth2Login(withDefaults())} is enough. Initialized after the settings of
 * the chain, which stay in effect for WeCom and for other providers, and before the
 * chain's {@code oauth2Login}.
 */
final class WeComLoginConfigurer extends AbstractHttpConfigurer<WeComLoginConfigurer, HttpSecurity> {

	private static final Log logger = LogFactory.getLog(WeComLoginConfigurer.class);

	private @Nullable ChainSettings settings;

	private @Nullable CallbackRedirects redirects;

	private @Nullable CallbackDispatcher dispatcher;

	private @Nullable ReturnTargetRequestCache requestCache;

	private @Nullable Filter startFilter;

	@Override
	@SuppressWarnings("unchecked")
	public void init(HttpSecurity http) {
		OAuth2LoginConfigurer<HttpSecurity> oauth2Login = http.getConfigurer(OAuth2LoginConfigurer.class);
		ApplicationContext context = http.getSharedObject(ApplicationContext.class);
		if (oauth2Login == null || context == null
				|| context.getBeanProvider(WeComRegistrations.class).getIfAvailable() == null) {
			return;
		}
		ChainSettings settings = ChainSettings.of(http, oauth2Login, context);
		this.settings = settings;
		warnIfForgotten(http, context, settings);
		ReturnTargets targets = new ReturnTargets(context.getBean(SiteAddress.class), settings.paths());
		WeComClientRegistrationRepository clientRegistrations = addRegistrations(http, oauth2Login, context);
		boolean hasOtherWays = hasOtherWays(http);
		keepReturnTargets(http, context, settings, targets, hasOtherWays || !clientRegistrations.hasOnlyWeCom());
		SignInStart start = new SignInStart(http, settings, targets, clientRegistrations, this.requestCache);
		this.startFilter = start.filter();
		CallbackRedirects redirects = new CallbackRedirects(settings.paths(), targets,
				context.getBean(SignInSuppression.class), getSecurityContextHolderStrategy(),
				start.authorizationRequests(), context.getBean(AttemptStore.class));
		this.redirects = redirects;
		SignInRollback rollback = new SignInRollback(() -> contexts(http), getSecurityContextHolderStrategy());
		WeComFailureHandler failureHandler = failureHandler(http, context, settings, redirects, rollback,
				clientRegistrations.hasOnlyWeCom());
		this.dispatcher = new CallbackDispatcher(observation(context), rollback, failureHandler, clientAddress(context),
				getSecurityContextHolderStrategy());
		storeNoAuthorizedClients(http, oauth2Login, context);
		oauth2Login.addObjectPostProcessor(new LoginFilterPostProcessor(context, settings, targets, failureHandler));
		oauth2Login.addObjectPostProcessor(new LoginProviderPostProcessor(context, http));
		start.addEntryPoint(http, oauth2Login, hasOtherWays, getSecurityContextHolderStrategy());
		GeneratedPageFilter.addTo(http);
		boolean oursIsTheOnlyPage = settings.loginPage() == null && !hasOtherWays;
		addLogout(http, context, settings, oursIsTheOnlyPage);
		context.getBeanProvider(LoginPanel.Settings.class)
			.ifAvailable((panel) -> http.addFilterBefore(start.panel(panel), DefaultLoginPageGeneratingFilter.class));
		if (oursIsTheOnlyPage) {
			http.addFilterBefore(
					new SignInPageFilter(context.getBean(WeComRegistrations.class), clientRegistrations,
							context.getBean(SignInPages.class),
							new SignInPageNotices(context.getBean(SignInSuppression.class),
									context.getBean(OpenInWeCom.class)),
							settings.paths(), targets),
					DefaultLoginPageGeneratingFilter.class);
		}
	}

	private static WeComFailureHandler failureHandler(HttpSecurity http, ApplicationContext context,
			ChainSettings settings, CallbackRedirects redirects, SignInRollback rollback, boolean onlyWeCom) {
		SignInSuppression suppression = context.getBean(SignInSuppression.class);
		if (settings.failureHandler() != null) {
			return new WeComFailureHandler(suppression, redirects, context, rollback, settings.failureHandler(), null);
		}
		SimpleUrlAuthenticationFailureHandler springsDefault = new SimpleUrlAuthenticationFailureHandler(
				settings.paths().signInPage() + "?error");
		// Without other providers only forged callbacks fail there, and need no session
		springsDefault.setAllowSessionCreation(!onlyWeCom);
		return new WeComFailureHandler(suppression, redirects, context, rollback, springsDefault,
				SignInStart.refusalHandler(http, context));
	}

	private static SignInObservation observation(ApplicationContext context) {
		return new SignInObservation(
				context.getBeanProvider(ObservationRegistry.class).getIfUnique(() -> ObservationRegistry.NOOP));
	}

	private static ClientAddress clientAddress(ApplicationContext context) {
		return new ClientAddress(context.getBeanProvider(TrustedProxies.class)
			.getIfAvailable(() -> new TrustedProxies(TrustedProxies.LOOPBACK)));
	}

	@SuppressWarnings("unchecked")
	private void addLogout(HttpSecurity http, ApplicationContext context, ChainSettings settings,
			boolean oursIsTheOnlyPage) {
		LogoutConfigurer<HttpSecurity> logout = http.getConfigurer(LogoutConfigurer.class);
		if (logout == null) {
			return;
		}
		logout.addLogoutHandler(context.getBean(WeComLogoutHandler.class));
		if (oursIsTheOnlyPage && !ChainSettings.hasLogoutSuccess(logout)) {
			logout.logoutSuccessUrl(settings.paths().signInPage() + "?logout");
		}
		CsrfConfigurer<HttpSecurity> csrf = http.getConfigurer(CsrfConfigurer.class);
		if (csrf != null) {
			// The page of a session that has ended sends an old token. Refusing it would
			// redirect to the sign-in page, which signs in at once inside WeCom, and
			// there is no session to protect
			RequestMatcher signOut = ChainSettings.signOut(logout, paths(context));
			csrf.ignoringRequestMatchers((request) -> signOut.matches(request)
					&& getSecurityContextHolderStrategy().getContext().getAuthentication() == null);
		}
	}

	private static SecurityContextRepository contexts(HttpSecurity http) {
		SecurityContextRepository contexts = http.getSharedObject(SecurityContextRepository.class);
		return (contexts != null) ? contexts : new DelegatingSecurityContextRepository(
				new RequestAttributeSecurityContextRepository(), new HttpSessionSecurityContextRepository());
	}

	/**
	 * Whether the chain keeps no security context after a request, as with
	 * {@code SessionCreationPolicy.STATELESS}.
	 */
	private static boolean isStateless(HttpSecurity http) {
		SecurityContextRepository contexts = http.getSharedObject(SecurityContextRepository.class);
		return contexts instanceof RequestAttributeSecurityContextRepository
				|| contexts instanceof NullSecurityContextRepository;
	}

	/**
	 * Warns about a chain that signs members in and forgets them at once.
	 */
	private static void warnIfForgotten(HttpSecurity http, ApplicationContext context, ChainSettings settings) {
		if (isStateless(http) && settings.successHandler() == null
				&& context.getBeanNamesForType(WeComTokenIssuer.class).length == 0) {
			logger.warn(Texts.OPERATORS.inBoth("startup.stateless"));
		}
	}

	/**
	 * Whether Spring Security's generated sign-in page shows more than links to
	 * providers.
	 */
	@SuppressWarnings("unchecked")
	private static boolean hasOtherWays(HttpSecurity http) {
		return http.getConfigurer(FormLoginConfigurer.class) != null
				|| http.getConfigurer(OneTimeTokenLoginConfigurer.class) != null
				|| http.getConfigurer(Saml2LoginConfigurer.class) != null
				|| http.getConfigurer(WebAuthnConfigurer.class) != null;
	}

	private static PathPatternRequestMatcher.Builder paths(ApplicationContext context) {
		return context.getBeanProvider(PathPatternRequestMatcher.Builder.class)
			.getIfUnique(PathPatternRequestMatcher::withDefaults);
	}

	private static WeComClientRegistrationRepository addRegistrations(HttpSecurity http,
			OAuth2LoginConfigurer<HttpSecurity> oauth2Login, ApplicationContext context) {
		WeComClientRegistrationRepository ours = context.getBean(WeComClientRegistrationRepository.class);
		ClientRegistrationRepository chainsOwn = http.getSharedObject(ClientRegistrationRepository.class);
		WeComClientRegistrationRepository all = (chainsOwn == null || chainsOwn == ours) ? ours
				: ours.beside(chainsOwn);
		oauth2Login.clientRegistrationRepository(all);
		return all;
	}

	private static void storeNoAuthorizedClients(HttpSecurity http, OAuth2LoginConfigurer<HttpSecurity> oauth2Login,
			ApplicationContext context) {
		OAuth2AuthorizedClientRepository others = http.getSharedObject(OAuth2AuthorizedClientRepository.class);
		if (others == null) {
			others = context.getBeanProvider(OAuth2AuthorizedClientRepository.class)
				.getIfUnique(() -> new AuthenticatedPrincipalOAuth2AuthorizedClientRepository(
						new InMemoryOAuth2AuthorizedClientService(
								context.getBean(WeComClientRegistrationRepository.class))));
		}
		oauth2Login.authorizedClientRepository(
				new NoWeComAuthorizedClientRepository(context.getBean(WeComRegistrations.class), others));
	}

	private void keepReturnTargets(HttpSecurity http, ApplicationContext context, ChainSettings settings,
			ReturnTargets targets, boolean hasOtherProviders) {
		RequestCache chainsOwn = http.getSharedObject(RequestCache.class);
		boolean cachesNone = chainsOwn instanceof NullRequestCache;
		if (chainsOwn == null || (cachesNone && !isStateless(http))) {
			return;
		}
		boolean needsOwn = !cachesNone && (hasOtherProviders || chainsOwn.getClass() != HttpSessionRequestCache.class);
		this.requestCache = new ReturnTargetRequestCache(needsOwn ? chainsOwn : null,
				(settings.loginPage() != null) ? context.getBean(ReturnTargetRequestCache.Cookie.class) : null,
				targets);
		http.setSharedObject(RequestCache.class, this.requestCache);
	}

	@Override
	public void configure(HttpSecurity http) {
		ApplicationContext context = http.getSharedObject(ApplicationContext.class);
		ChainSettings settings = this.settings;
		CallbackRedirects redirects = this.redirects;
		Filter startFilter = this.startFilter;
		CallbackDispatcher dispatcher = this.dispatcher;
		if (settings == null || redirects == null || startFilter == null || dispatcher == null) {
			return;
		}
		http.addFilterBefore(startFilter, OAuth2AuthorizationRequestRedirectFilter.class);
		http.addFilterBefore(callbackFilter(context, settings, redirects, dispatcher),
				OAuth2LoginAuthenticationFilter.class);
		if (settings.loginPage() != null) {
			http.addFilterBefore(new SignInPageQueryFilter(settings.paths()), DisableEncodeUrlFilter.class);
		}
		SiteAddress site = context.getBean(SiteAddress.class);
		if (site.isFixed()) {
			http.addFilterBefore(new FixedAddressFilter(site, settings.paths()), DisableEncodeUrlFilter.class);
			http.addFilterAfter(new FixedAddressFilter.ApplicationFilter(), AuthorizationFilter.class);
		}
	}

	private WeComCallbackFilter callbackFilter(ApplicationContext context, ChainSettings settings,
			CallbackRedirects redirects, CallbackDispatcher dispatcher) {
		AttemptStore attempts = context.getBean(AttemptStore.class);
		return new WeComCallbackFilter(context.getBean(WeComRegistrations.class), settings.paths(), attempts,
				new CallbackProcessor(attempts, context.getBean(SignInBulkhead.class),
						context.getBean(ReplayCache.class), context.getBean(SignInTimeout.class), redirects,
						dispatcher),
				redirects, dispatcher);
	}

	/**
	 * Makes the chain's own filter process callbacks of WeCom too.
	 */
	private record LoginFilterPostProcessor(ApplicationContext context, ChainSettings settings, ReturnTargets targets,
			WeComFailureHandler failureHandler) implements ObjectPostProcessor<OAuth2LoginAuthenticationFilter> {

		@Override
		public <O extends OAuth2LoginAuthenticationFilter> O postProcess(O filter) {
			AuthorizationRequestRepository<OAuth2AuthorizationRequest> others = this.settings.authorizationRequests();
			filter.setAuthorizationRequestRepository(SignInStart.attemptRepository(this.context, null,
					(others != null) ? others : new HttpSessionOAuth2AuthorizationRequestRepository()));
			HandOverCookies handOver = this.context.getBeanProvider(HandOverCookies.class).getIfAvailable();
			AuthenticationSuccessHandler chainsOwn = this.settings.successHandler();
			AuthenticationSuccessHandler successHandler = (chainsOwn != null)
					? new ReturnTargetSuccessHandler(chainsOwn, this.targets) : this.settings.defaultSuccessHandler();
			PendingMemberHandler pending = (handOver != null) ? new PendingMemberHandler(handOver,
					!(chainsOwn instanceof HandOverHandler), successHandler, this.failureHandler) : null;
			filter.setAuthenticationFailureHandler((pending != null) ? pending : this.failureHandler);
			filter.setAuthenticationSuccessHandler((pending != null) ? pending : successHandler);
			filter.setRememberMeServices(new NoWeComRememberMeServices(filter.getRememberMeServices()));
			if (this.settings.details() == null) {
				filter.setAuthenticationDetailsSource(new SignInDetailsSource());
			}
			filter.setRequiresAuthenticationRequestMatcher(new OrRequestMatcher(
					paths(this.context).matcher(this.settings.callbackPattern()), WeComCallback::isBeingHandled));
			return filter;
		}

	}

	/**
	 * Replaces the chain's own provider by WeCom's, which delegates all other
	 * registrations to it.
	 */
	private record LoginProviderPostProcessor(ApplicationContext context,
			HttpSecurity http) implements ObjectPostProcessor<OAuth2LoginAuthenticationProvider> {

		private static final GrantedAuthoritiesMapper UNCHANGED = new NullAuthoritiesMapper();

		private PerRegistration<WeComClient> clients() {
			return this.context.getBeanProvider(new ParameterizedTypeReference<PerRegistration<WeComClient>>() {
			}).getObject();
		}

		@Override
		@SuppressWarnings("unchecked")
		public <O extends OAuth2LoginAuthenticationProvider> O postProcess(O provider) {
			WeComLoginAuthenticationProvider wecom = new WeComLoginAuthenticationProvider(
					this.context.getBean(WeComRegistrations.class), clients(), this.context.getBean(WeComAccess.class),
					this.context.getBean(AccountLookup.class), this.context.getBean(ReplayCache.class), provider);
			GrantedAuthoritiesMapper mapper = this.http.getSharedObject(GrantedAuthoritiesMapper.class);
			if (mapper != null) {
				wecom.setAuthoritiesMapper(mapper);
			}
			this.context.getBean(AuthorityRenewal.class).add((mapper != null) ? mapper : UNCHANGED);
			return (O) wecom;
		}

	}

}
