package io.github.wecomlogin.login;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * What the author of a security filter chain set for its {@code oauth2Login} and what
 * must keep working beside WeCom. Spring Security lets these be set but not asked for, so
 * they are read from its fields, once, at start-up. A version with other fields is not
 * supported, and says so instead of losing somebody's settings.
 *
 * @param loginPage the sign-in page, or {@code null} if the chain brings none; one that
 * leads straight to a provider is none, because nobody could stay there
 * @param authorizationBaseUri where the sign-ins of other providers start
 * @param hasResolver whether the chain makes authorization requests in a way of its own
 * @param callbackPattern where callbacks arrive, in Spring Security's path patterns
 * @param failureHandler the failure handler, or {@code null} for the default
 * @param authorizationRequests the repository, or {@code null} for the default
 * @param details what is noted of a request that signs somebody in, or {@code null} for
 * the default
 */
record ChainSettings(@Nullable String loginPage, String authorizationBaseUri, boolean hasResolver,
		String callbackPattern, @Nullable AuthenticationFailureHandler failureHandler,
		@Nullable AuthorizationRequestRepository<OAuth2AuthorizationRequest> authorizationRequests,
		@Nullable AuthenticationDetailsSource<HttpServletRequest, ?> details) {

	@SuppressWarnings("unchecked")
	static ChainSettings of(OAuth2LoginConfigurer<?> oauth2Login, ApplicationContext context) {
		DirectFieldAccessor fields = new DirectFieldAccessor(oauth2Login);
		try {
			String redirectionBaseUri = (String) fields
				.getPropertyValue("redirectionEndpointConfig.authorizationResponseBaseUri");
			String processingUrl = (String) fields.getPropertyValue("loginProcessingUrl");
			String loginPage = (String) fields.getPropertyValue("loginPage");
			String authorizationBaseUri = (String) fields
				.getPropertyValue("authorizationEndpointConfig.authorizationRequestBaseUri");
			return new ChainSettings(
					(loginPage != null && loginPage.startsWith(LoginPaths.AUTHORIZATION)) ? null : loginPage,
					(authorizationBaseUri != null) ? authorizationBaseUri + "/" : LoginPaths.AUTHORIZATION,
					fields.getPropertyValue("authorizationEndpointConfig.authorizationRequestResolver") != null
							|| context.getBeanNamesForType(OAuth2AuthorizationRequestResolver.class).length > 0,
					(redirectionBaseUri != null) ? redirectionBaseUri : String.valueOf(processingUrl),
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

}
