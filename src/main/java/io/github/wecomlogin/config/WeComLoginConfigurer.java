package io.github.wecomlogin.config;

import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.authentication.WeComLoginAuthenticationProvider;
import io.github.wecomlogin.registration.WeComClientRegistrationRepository;
import io.github.wecomlogin.web.AnonymousAccessDeniedHandler;
import io.github.wecomlogin.web.AttemptAuthorizationRequestRepository;
import io.github.wecomlogin.web.FixedAddressFilter;
import io.github.wecomlogin.web.NoWeComAuthorizedClientRepository;
import io.github.wecomlogin.web.NoWeComRememberMeServices;
import io.github.wecomlogin.web.ReturnTargetRequestCache;
import io.github.wecomlogin.web.ReturnTargetSuccessHandler;
import io.github.wecomlogin.web.ReturnTargets;
import io.github.wecomlogin.web.SignInDetailsSource;
import io.github.wecomlogin.web.SignInObservation;
import io.github.wecomlogin.web.SignInRollback;
import io.github.wecomlogin.web.WeComAuthenticationEntryPoint;
import io.github.wecomlogin.web.WeComCallbackFilter;
import io.github.wecomlogin.web.WeComFailureHandler;
import io.github.wecomlogin.web.WeComLogoutHandler;
import io.github.wecomlogin.web.page.SignInPageFilter;
import io.github.wecomlogin.web.page.SignInPageQueryFilter;
import io.github.wecomlogin.web.request.CallerKind;
import io.github.wecomlogin.web.request.ClientAddress;
import io.github.wecomlogin.web.request.TrustedProxies;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.config.annotation.web.configurers.FormLoginConfigurer;
import org.springframework.security.config.annotation.web.configurers.HttpBasicConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.config.annotation.web.configurers.WebAuthnConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.resource.OAuth2ResourceServerConfigurer;
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
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.ui.DefaultLoginPageGeneratingFilter;
import org.springframework.security.web.context.DelegatingSecurityContextRepository;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Adds what WeCom needs to every security filter chain that has an {@code oauth2Login},
 * and nothing to any other. Found through {@code spring.factories}, so that a plain
 * {@code http.oauth2Login(withDefaults())} is all that a user writes. Initialized before
 * the chain's own {@code oauth2Login} but after its author's settings, all of which keep
 * working, for other providers as well as for WeCom.
 */
final class WeComLoginConfigurer extends AbstractHttpConfigurer<WeComLoginConfigurer, HttpSecurity> {

	private @Nullable WeComLogin login;

	private @Nullable WeComClientRegistrationRepository clientRegistrations;

	private @Nullable WeComFailureHandler failureHandler;

	private @Nullable ChainSettings settings;

	private ClientAddress clientAddress = new ClientAddress(new TrustedProxies(TrustedProxies.LOOPBACK));

	private @Nullable SignInRollback rollback;

	private SignInObservation observation = new SignInObservation(ObservationRegistry.NOOP);

	private @Nullable ReturnTargets targets;

	private @Nullable ReturnTargetRequestCache requestCache;

	@Override
	@SuppressWarnings("unchecked")
	public void init(HttpSecurity http) {
		OAuth2LoginConfigurer<HttpSecurity> oauth2Login = http.getConfigurer(OAuth2LoginConfigurer.class);
		ApplicationContext context = http.getSharedObject(ApplicationContext.class);
		if (oauth2Login == null || context == null) {
			return;
		}
		WeComLogin login = context.getBeanProvider(WeComLogin.class).getIfAvailable();
		if (login == null) {
			return;
		}
		this.login = login;
		this.observation = new SignInObservation(
				context.getBeanProvider(ObservationRegistry.class).getIfUnique(() -> ObservationRegistry.NOOP));
		this.clientAddress = new ClientAddress(context.getBeanProvider(TrustedProxies.class)
			.getIfAvailable(() -> new TrustedProxies(TrustedProxies.LOOPBACK)));
		ChainSettings settings = ChainSettings.of(http, oauth2Login, context);
		this.settings = settings;
		ReturnTargets targets = new ReturnTargets(login.site(), settings.paths());
		this.targets = targets;
		WeComClientRegistrationRepository clientRegistrations = addRegistrations(http, oauth2Login, login);
		this.clientRegistrations = clientRegistrations;
		SignInRollback rollback = new SignInRollback(() -> contexts(http), getSecurityContextHolderStrategy());
		this.rollback = rollback;
		WeComFailureHandler failureHandler = new WeComFailureHandler(login, settings.paths(), context,
				settings.failureHandler(), rollback, clientRegistrations.hasOnlyWeCom());
		this.failureHandler = failureHandler;
		storeNoAuthorizedClients(http, oauth2Login, login, context);
		oauth2Login
			.addObjectPostProcessor(new LoginFilterPostProcessor(login, settings, failureHandler, paths(context)));
		oauth2Login.addObjectPostProcessor(new LoginProviderPostProcessor(login, http));
		boolean hasOtherWays = hasOtherWays(http);
		keepReturnTargets(http, login, clientRegistrations, settings, hasOtherWays);
		addEntryPoint(http, oauth2Login, login, clientRegistrations, settings, hasOtherWays);
		boolean oursIsTheOnlyPage = settings.loginPage() == null && !hasOtherWays;
		addLogout(http, login, settings, oursIsTheOnlyPage, paths(context));
		if (oursIsTheOnlyPage) {
			http.addFilterBefore(new SignInPageFilter(login, clientRegistrations, settings.paths(), targets),
					DefaultLoginPageGeneratingFilter.class);
		}
	}

	@SuppressWarnings("unchecked")
	private void addLogout(HttpSecurity http, WeComLogin login, ChainSettings settings, boolean oursIsTheOnlyPage,
			PathPatternRequestMatcher.Builder paths) {
		LogoutConfigurer<HttpSecurity> logout = http.getConfigurer(LogoutConfigurer.class);
		if (logout == null) {
			return;
		}
		logout.addLogoutHandler(new WeComLogoutHandler(login));
		if (oursIsTheOnlyPage && !ChainSettings.hasLogoutSuccess(logout)) {
			logout.logoutSuccessUrl(settings.paths().signInPage() + "?logout");
		}
		CsrfConfigurer<HttpSecurity> csrf = http.getConfigurer(CsrfConfigurer.class);
		if (csrf != null) {
			// The page of a session that ended has an old token. A refusal would end on
			// the
			// sign-in page, which signs in at once inside WeCom; there is no session to
			// protect
			RequestMatcher signOut = ChainSettings.signOut(logout, paths);
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
	 * Whether Spring Security's own sign-in page shows more than links to providers.
	 */
	@SuppressWarnings("unchecked")
	private static boolean hasOtherWays(HttpSecurity http) {
		return http.getConfigurer(FormLoginConfigurer.class) != null
				|| http.getConfigurer(OneTimeTokenLoginConfigurer.class) != null
				|| http.getConfigurer(Saml2LoginConfigurer.class) != null
				|| http.getConfigurer(WebAuthnConfigurer.class) != null;
	}

	/**
	 * Whether there are callers who expect a challenge instead of a page.
	 */
	@SuppressWarnings("unchecked")
	private static boolean hasChallenges(HttpSecurity http) {
		return http.getConfigurer(HttpBasicConfigurer.class) != null
				|| http.getConfigurer(OAuth2ResourceServerConfigurer.class) != null;
	}

	private static PathPatternRequestMatcher.Builder paths(ApplicationContext context) {
		return context.getBeanProvider(PathPatternRequestMatcher.Builder.class)
			.getIfUnique(PathPatternRequestMatcher::withDefaults);
	}

	private static WeComClientRegistrationRepository addRegistrations(HttpSecurity http,
			OAuth2LoginConfigurer<HttpSecurity> oauth2Login, WeComLogin login) {
		ClientRegistrationRepository chainsOwn = http.getSharedObject(ClientRegistrationRepository.class);
		if (chainsOwn == null || chainsOwn == login.clientRegistrations()) {
			oauth2Login.clientRegistrationRepository(login.clientRegistrations());
			return login.clientRegistrations();
		}
		WeComClientRegistrationRepository both = login.clientRegistrations().beside(chainsOwn);
		oauth2Login.clientRegistrationRepository(both);
		return both;
	}

	private static void storeNoAuthorizedClients(HttpSecurity http, OAuth2LoginConfigurer<HttpSecurity> oauth2Login,
			WeComLogin login, ApplicationContext context) {
		OAuth2AuthorizedClientRepository others = http.getSharedObject(OAuth2AuthorizedClientRepository.class);
		if (others == null) {
			others = context.getBeanProvider(OAuth2AuthorizedClientRepository.class)
				.getIfUnique(() -> new AuthenticatedPrincipalOAuth2AuthorizedClientRepository(
						new InMemoryOAuth2AuthorizedClientService(login.clientRegistrations())));
		}
		oauth2Login.authorizedClientRepository(new NoWeComAuthorizedClientRepository(login.registrations(), others));
	}

	private void keepReturnTargets(HttpSecurity http, WeComLogin login,
			WeComClientRegistrationRepository clientRegistrations, ChainSettings settings, boolean hasOtherWays) {
		RequestCache chainsOwn = http.getSharedObject(RequestCache.class);
		if (chainsOwn == null || chainsOwn instanceof NullRequestCache) {
			return;
		}
		boolean needsOwn = hasOtherWays || !clientRegistrations.hasOnlyWeCom()
				|| chainsOwn.getClass() != HttpSessionRequestCache.class;
		this.requestCache = new ReturnTargetRequestCache(needsOwn ? chainsOwn : null,
				(settings.loginPage() != null) ? login.returnTargets() : null,
				new ReturnTargets(login.site(), settings.paths()));
		http.setSharedObject(RequestCache.class, this.requestCache);
	}

	@SuppressWarnings("unchecked")
	private void addEntryPoint(HttpSecurity http, OAuth2LoginConfigurer<HttpSecurity> oauth2Login, WeComLogin login,
			WeComClientRegistrationRepository clientRegistrations, ChainSettings settings, boolean hasOtherWays) {
		ExceptionHandlingConfigurer<HttpSecurity> exceptionHandling = http
			.getConfigurer(ExceptionHandlingConfigurer.class);
		if (exceptionHandling == null) {
			return;
		}
		WeComAuthenticationEntryPoint entryPoint = new WeComAuthenticationEntryPoint(login, clientRegistrations,
				settings.paths(), new ReturnTargets(login.site(), settings.paths()),
				settings.loginPage() != null || hasOtherWays);
		if (hasChallenges(http)) {
			// Just what oauth2Login would do by itself: the first entry point that is
			// registered is also that of whoever fits none, and theirs must stay theirs
			oauth2Login.addObjectPostProcessor(new EntryPointPostProcessor(entryPoint));
			return;
		}
		exceptionHandling.defaultAuthenticationEntryPointFor(entryPoint,
				hasOtherWays ? (request) -> !CallerKind.wantsPage(request) : AnyRequestMatcher.INSTANCE);
		if (!hasOtherWays && !ChainSettings.hasEntryPoint(exceptionHandling)) {
			AnonymousAccessDeniedHandler deniedHandler = new AnonymousAccessDeniedHandler(entryPoint,
					getSecurityContextHolderStrategy());
			exceptionHandling.defaultAccessDeniedHandlerFor(deniedHandler, deniedHandler::isAnonymous);
		}
	}

	@Override
	public void configure(HttpSecurity http) {
		WeComLogin login = this.login;
		WeComClientRegistrationRepository clientRegistrations = this.clientRegistrations;
		WeComFailureHandler failureHandler = this.failureHandler;
		ChainSettings settings = this.settings;
		ReturnTargets targets = this.targets;
		SignInRollback rollback = this.rollback;
		if (login == null || clientRegistrations == null || failureHandler == null || settings == null
				|| targets == null || rollback == null) {
			return;
		}
		OAuth2AuthorizationRequestRedirectFilter redirectFilter = new OAuth2AuthorizationRequestRedirectFilter(
				login.authorizationRequestResolver(clientRegistrations, settings, targets));
		redirectFilter.setAuthorizationRequestRepository(new AttemptAuthorizationRequestRepository(login,
				this.requestCache, new HttpSessionOAuth2AuthorizationRequestRepository()));
		redirectFilter.setAuthenticationFailureHandler(failureHandler::onStartFailure);
		http.addFilterBefore(redirectFilter, OAuth2AuthorizationRequestRedirectFilter.class);
		http.addFilterBefore(
				new WeComCallbackFilter(login, settings.paths(), targets, this.observation, this.clientAddress,
						rollback, failureHandler, getSecurityContextHolderStrategy()),
				OAuth2LoginAuthenticationFilter.class);
		if (settings.loginPage() != null) {
			http.addFilterBefore(new SignInPageQueryFilter(settings.paths()), DisableEncodeUrlFilter.class);
		}
		if (login.site().isFixed()) {
			http.addFilterBefore(new FixedAddressFilter(login.site(), settings.paths()), DisableEncodeUrlFilter.class);
			http.addFilterAfter(new FixedAddressFilter.ApplicationFilter(), AuthorizationFilter.class);
		}
	}

	/**
	 * Lets the chain's own filter process WeCom's callbacks too.
	 */
	private record LoginFilterPostProcessor(WeComLogin login, ChainSettings settings,
			WeComFailureHandler failureHandler,
			PathPatternRequestMatcher.Builder paths) implements ObjectPostProcessor<OAuth2LoginAuthenticationFilter> {

		@Override
		public <O extends OAuth2LoginAuthenticationFilter> O postProcess(O filter) {
			AuthorizationRequestRepository<OAuth2AuthorizationRequest> others = this.settings.authorizationRequests();
			filter.setAuthorizationRequestRepository(new AttemptAuthorizationRequestRepository(this.login, null,
					(others != null) ? others : new HttpSessionOAuth2AuthorizationRequestRepository()));
			filter.setAuthenticationFailureHandler(this.failureHandler);
			if (this.settings.hasSuccessHandler()) {
				filter.setAuthenticationSuccessHandler(ReturnTargetSuccessHandler.of(filter,
						new ReturnTargets(this.login.site(), this.settings.paths())));
			}
			filter.setRememberMeServices(new NoWeComRememberMeServices(filter.getRememberMeServices()));
			if (this.settings.details() == null) {
				filter.setAuthenticationDetailsSource(new SignInDetailsSource());
			}
			filter.setRequiresAuthenticationRequestMatcher(new OrRequestMatcher(
					this.paths.matcher(this.settings.callbackPattern()), WeComCallback::isBeingHandled));
			return filter;
		}

	}

	/**
	 * Puts WeCom's provider in the place of the chain's own, which it falls back to.
	 */
	private record LoginProviderPostProcessor(WeComLogin login,
			HttpSecurity http) implements ObjectPostProcessor<OAuth2LoginAuthenticationProvider> {

		private static final GrantedAuthoritiesMapper UNCHANGED = new NullAuthoritiesMapper();

		@Override
		@SuppressWarnings("unchecked")
		public <O extends OAuth2LoginAuthenticationProvider> O postProcess(O provider) {
			WeComLoginAuthenticationProvider wecom = new WeComLoginAuthenticationProvider(this.login, provider);
			GrantedAuthoritiesMapper mapper = this.http.getSharedObject(GrantedAuthoritiesMapper.class);
			if (mapper != null) {
				wecom.setAuthoritiesMapper(mapper);
			}
			this.login.authorityMappers().add((mapper != null) ? mapper : UNCHANGED);
			return (O) wecom;
		}

	}

	/**
	 * Puts our entry point in the place of the one that {@code oauth2Login} registers.
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
