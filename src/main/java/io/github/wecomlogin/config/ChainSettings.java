package io.github.wecomlogin.config;

import io.github.wecomlogin.web.LoginPaths;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The settings of a security filter chain for its {@code oauth2Login}, which stay in
 * effect beside WeCom. Spring Security has no getters for them, so they are read from its
 * fields once at start-up. Start-up fails with a version of Spring Security that has
 * other fields.
 *
 * @param loginPage the sign-in page, or {@code null} if the chain configures none; a page
 * that redirects to a provider at once counts as none
 * @param paths the paths of the start, the callback and the sign-in page
 * @param hasResolver whether the chain has an authorization request resolver of its own
 * @param callbackPattern the path pattern of callbacks
 * @param hasSuccessHandler whether the chain has a success handler of its own
 * @param failureHandler the failure handler, or {@code null} for the default
 * @param authorizationRequests the repository, or {@code null} for the default
 * @param details the source of authentication details, or {@code null} for the default
 */
record ChainSettings(@Nullable String loginPage, LoginPaths paths, boolean hasResolver, String callbackPattern,
		boolean hasSuccessHandler, @Nullable AuthenticationFailureHandler failureHandler,
		@Nullable AuthorizationRequestRepository<OAuth2AuthorizationRequest> authorizationRequests,
		@Nullable AuthenticationDetailsSource<HttpServletRequest, ?> details) {

	private static final String DEFAULT_SIGN_IN_PAGE = "/login";

	private static final String DEFAULT_LOGOUT_URL = "/logout";

	@SuppressWarnings("unchecked")
	static ChainSettings of(HttpSecurity http, OAuth2LoginConfigurer<?> oauth2Login, ApplicationContext context) {
		DirectFieldAccessor fields = new DirectFieldAccessor(oauth2Login);
		try {
			String redirectionBaseUri = (String) fields
				.getPropertyValue("redirectionEndpointConfig.authorizationResponseBaseUri");
			String processingUrl = (String) fields.getPropertyValue("loginProcessingUrl");
			String authorizationBaseUri = (String) fields
				.getPropertyValue("authorizationEndpointConfig.authorizationRequestBaseUri");
			String start = (authorizationBaseUri != null) ? authorizationBaseUri + "/" : LoginPaths.AUTHORIZATION;
			String loginPage = (String) fields.getPropertyValue("loginPage");
			if (loginPage != null && (loginPage.startsWith(start) || loginPage.startsWith(LoginPaths.AUTHORIZATION))) {
				loginPage = null;
			}
			String callbackPattern = (redirectionBaseUri != null) ? redirectionBaseUri : String.valueOf(processingUrl);
			String signInPage = (loginPage != null) ? loginPage : defaultSignInPage(http, start);
			return new ChainSettings(loginPage, LoginPaths.of(start, callbackPattern, signInPage, logoutUrl(http)),
					fields.getPropertyValue("authorizationEndpointConfig.authorizationRequestResolver") != null
							|| context.getBeanNamesForType(OAuth2AuthorizationRequestResolver.class).length > 0,
					callbackPattern,
					fields.getPropertyValue("successHandler") != fields.getPropertyValue("defaultSuccessHandler"),
					(AuthenticationFailureHandler) fields.getPropertyValue("failureHandler"),
					(AuthorizationRequestRepository<OAuth2AuthorizationRequest>) fields
						.getPropertyValue("authorizationEndpointConfig.authorizationRequestRepository"),
					(AuthenticationDetailsSource<HttpServletRequest, ?>) fields
						.getPropertyValue("authenticationDetailsSource"));
		}
		catch (BeansException ex) {
			throw new IllegalStateException("This version of wecom-login does not support this version of "
					+ "Spring Security: update wecom-login, or use Spring Security 7.1", ex);
		}
	}

	/**
	 * Returns {@code /login}, or, in a chain for certain requests that has a base URI of
	 * its own, that base URI: the chain does not receive {@code /login}.
	 */
	private static String defaultSignInPage(HttpSecurity http, String start) {
		boolean forAllRequests = new DirectFieldAccessor(http)
			.getPropertyValue("requestMatcher") == AnyRequestMatcher.INSTANCE;
		return (forAllRequests || start.equals(LoginPaths.AUTHORIZATION)) ? DEFAULT_SIGN_IN_PAGE
				: start.substring(0, start.length() - 1);
	}

	@SuppressWarnings("unchecked")
	private static String logoutUrl(HttpSecurity http) {
		LogoutConfigurer<HttpSecurity> logout = http.getConfigurer(LogoutConfigurer.class);
		return (logout != null) ? String.valueOf(new DirectFieldAccessor(logout).getPropertyValue("logoutUrl"))
				: DEFAULT_LOGOUT_URL;
	}

	/**
	 * Returns which requests sign out.
	 * @param paths makes matchers of paths
	 */
	static RequestMatcher signOut(LogoutConfigurer<HttpSecurity> logout, PathPatternRequestMatcher.Builder paths) {
		DirectFieldAccessor fields = new DirectFieldAccessor(logout);
		return (fields.getPropertyValue("logoutRequestMatcher") instanceof RequestMatcher chainsOwn) ? chainsOwn
				: paths.matcher(HttpMethod.POST, String.valueOf(fields.getPropertyValue("logoutUrl")));
	}

	/**
	 * Whether the chain says where it leads after signing out.
	 */
	static boolean hasLogoutSuccess(LogoutConfigurer<HttpSecurity> logout) {
		return Boolean.TRUE.equals(new DirectFieldAccessor(logout).getPropertyValue("customLogoutSuccess"));
	}

	/**
	 * Whether the chain has an entry point that is used for all requests.
	 */
	static boolean hasEntryPoint(ExceptionHandlingConfigurer<HttpSecurity> exceptionHandling) {
		return new DirectFieldAccessor(exceptionHandling).getPropertyValue("authenticationEntryPoint") != null;
	}

}
