package io.github.wecomlogin.config;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
import org.springframework.security.core.SpringSecurityCoreVersion;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.ui.DefaultLoginPageGeneratingFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The settings of a security filter chain for its {@code oauth2Login}, which stay in
 * effect beside WeCom. Spring Security has no getters for them, so they are read from
 * private fields once at start-up. Start-up fails with a version of Spring Security that
 * has other fields. {@code SpringSecurityInternalsTests} names the fields and says what
 * depends on each.
 *
 * @param loginPage the sign-in page, or {@code null} if the chain configures none; a page
 * that redirects to a provider at once counts as none
 * @param paths the paths of the start, the callback and the sign-in page
 * @param hasResolver whether the chain has an authorization request resolver of its own
 * @param callbackPattern the path pattern of callbacks
 * @param successHandler the success handler, or {@code null} for the default
 * @param defaultSuccessHandler the default
 * @param failureHandler the failure handler, or {@code null} for the default
 * @param authorizationRequests the repository, or {@code null} for the default
 * @param details the source of authentication details, or {@code null} for the default
 */
record ChainSettings(@Nullable String loginPage, LoginPaths paths, boolean hasResolver, String callbackPattern,
		@Nullable AuthenticationSuccessHandler successHandler, AuthenticationSuccessHandler defaultSuccessHandler,
		@Nullable AuthenticationFailureHandler failureHandler,
		@Nullable AuthorizationRequestRepository<OAuth2AuthorizationRequest> authorizationRequests,
		@Nullable AuthenticationDetailsSource<HttpServletRequest, ?> details) {

	private static final String DEFAULT_SIGN_IN_PAGE = "/login";

	private static final String DEFAULT_LOGOUT_URL = "/logout";

	@SuppressWarnings("unchecked")
	static ChainSettings of(HttpSecurity http, OAuth2LoginConfigurer<?> oauth2Login, ApplicationContext context) {
		String authorizationBaseUri = read(oauth2Login, "authorizationEndpointConfig.authorizationRequestBaseUri",
				String.class);
		String start = (authorizationBaseUri != null) ? authorizationBaseUri + "/" : LoginPaths.AUTHORIZATION;
		String loginPage = read(oauth2Login, "loginPage", String.class);
		if (loginPage != null && (loginPage.startsWith(start) || loginPage.startsWith(LoginPaths.AUTHORIZATION))) {
			loginPage = null;
		}
		String redirectionBaseUri = read(oauth2Login, "redirectionEndpointConfig.authorizationResponseBaseUri",
				String.class);
		String callbackPattern = (redirectionBaseUri != null) ? redirectionBaseUri
				: String.valueOf(read(oauth2Login, "loginProcessingUrl", String.class));
		String signInPage = (loginPage != null) ? loginPage : defaultSignInPage(http, start);
		AuthenticationSuccessHandler successHandler = read(oauth2Login, "successHandler",
				AuthenticationSuccessHandler.class);
		AuthenticationSuccessHandler defaultSuccessHandler = Objects
			.requireNonNull(read(oauth2Login, "defaultSuccessHandler", AuthenticationSuccessHandler.class));
		return new ChainSettings(loginPage, LoginPaths.of(start, callbackPattern, signInPage, logoutUrl(http)),
				hasResolver(oauth2Login, context), callbackPattern,
				(successHandler != defaultSuccessHandler) ? successHandler : null, defaultSuccessHandler,
				read(oauth2Login, "failureHandler", AuthenticationFailureHandler.class),
				read(oauth2Login, "authorizationEndpointConfig.authorizationRequestRepository",
						AuthorizationRequestRepository.class),
				read(oauth2Login, "authenticationDetailsSource", AuthenticationDetailsSource.class));
	}

	private static boolean hasResolver(OAuth2LoginConfigurer<?> oauth2Login, ApplicationContext context) {
		return read(oauth2Login, "authorizationEndpointConfig.authorizationRequestResolver",
				OAuth2AuthorizationRequestResolver.class) != null
				|| context.getBeanNamesForType(OAuth2AuthorizationRequestResolver.class).length > 0;
	}

	/**
	 * Returns {@code /login}, or, in a chain for certain requests that has a base URI of
	 * its own, that base URI: the chain does not receive {@code /login}.
	 */
	private static String defaultSignInPage(HttpSecurity http, String start) {
		boolean forAllRequests = read(http, "requestMatcher", RequestMatcher.class) == AnyRequestMatcher.INSTANCE;
		return (forAllRequests || start.equals(LoginPaths.AUTHORIZATION)) ? DEFAULT_SIGN_IN_PAGE
				: start.substring(0, start.length() - 1);
	}

	@SuppressWarnings("unchecked")
	private static String logoutUrl(HttpSecurity http) {
		LogoutConfigurer<HttpSecurity> logout = http.getConfigurer(LogoutConfigurer.class);
		return (logout != null) ? logoutUrl(logout) : DEFAULT_LOGOUT_URL;
	}

	private static String logoutUrl(LogoutConfigurer<HttpSecurity> logout) {
		return String.valueOf(read(logout, "logoutUrl", String.class));
	}

	/**
	 * Returns which requests sign out.
	 * @param paths makes matchers of paths
	 */
	static RequestMatcher signOut(LogoutConfigurer<HttpSecurity> logout, PathPatternRequestMatcher.Builder paths) {
		RequestMatcher chainsOwn = read(logout, "logoutRequestMatcher", RequestMatcher.class);
		return (chainsOwn != null) ? chainsOwn : paths.matcher(HttpMethod.POST, logoutUrl(logout));
	}

	/**
	 * Whether the chain says where it leads after signing out.
	 */
	static boolean hasLogoutSuccess(LogoutConfigurer<HttpSecurity> logout) {
		return Boolean.TRUE.equals(read(logout, "customLogoutSuccess", Boolean.class));
	}

	/**
	 * Whether the chain has an entry point that is used for all requests.
	 */
	static boolean hasEntryPoint(ExceptionHandlingConfigurer<HttpSecurity> exceptionHandling) {
		return read(exceptionHandling, "authenticationEntryPoint", AuthenticationEntryPoint.class) != null;
	}

	/**
	 * Returns the paths at which Spring Security may show its generated sign-in page,
	 * encoded as in requests.
	 */
	static Set<String> generatedPages(DefaultLoginPageGeneratingFilter filter) {
		return Stream
			.of(read(filter, "loginPageUrl", String.class), read(filter, "failureUrl", String.class),
					read(filter, "logoutSuccessUrl", String.class))
			.filter(Objects::nonNull)
			.map((url) -> UriComponentsBuilder.fromUriString(url).toUriString().replaceFirst("[?#].*", ""))
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Reads a private field.
	 * @param field its name, or the path to it
	 * @throws IllegalStateException if there is no such field of that type
	 */
	static <T> @Nullable T read(Object configurer, String field, Class<T> type) {
		try {
			return type.cast(new DirectFieldAccessor(configurer).getPropertyValue(field));
		}
		catch (BeansException | ClassCastException ex) {
			throw new IllegalStateException("This version of wecom-login does not support Spring Security "
					+ SpringSecurityCoreVersion.getVersion() + ", whose " + configurer.getClass().getSimpleName()
					+ " has no field '" + field + "' of type " + type.getSimpleName()
					+ ": update wecom-login, or use Spring Security 7.1", ex);
		}
	}

}
