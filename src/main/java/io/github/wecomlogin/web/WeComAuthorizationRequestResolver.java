package io.github.wecomlogin.web;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.authentication.AttemptRequests;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.WeComClientRegistrationRepository;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.web.request.Browser;
import io.github.wecomlogin.web.request.CallerKind;
import io.github.wecomlogin.web.request.RequestLanguage;
import io.github.wecomlogin.web.request.RequestParameters;
import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * Resolves authorization requests of WeCom's registrations only. Selects the in-client or
 * the web page of WeCom by the {@code User-Agent}.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class WeComAuthorizationRequestResolver implements OAuth2AuthorizationRequestResolver {

	private final WeComRegistrations registrations;

	private final WeComClientRegistrationRepository clientRegistrations;

	private final DefaultOAuth2AuthorizationRequestResolver delegate;

	private final boolean hasOwnResolver;

	private final LoginPaths paths;

	private final AuthorizeUrls authorizeUrls;

	private final AttemptFactory attempts;

	/**
	 * Creates the resolver.
	 * @param registrations the registrations of WeCom
	 * @param clientRegistrations the registrations of all providers
	 * @param hasOwnResolver whether the chain has a resolver of its own, which may know
	 * more registrations
	 * @param paths the paths of the chain
	 * @param authorizeUrls builds the URLs of WeCom's pages
	 * @param attempts creates attempts
	 */
	public WeComAuthorizationRequestResolver(WeComRegistrations registrations,
			WeComClientRegistrationRepository clientRegistrations, boolean hasOwnResolver, LoginPaths paths,
			AuthorizeUrls authorizeUrls, AttemptFactory attempts) {
		this.registrations = registrations;
		this.clientRegistrations = clientRegistrations;
		this.delegate = new DefaultOAuth2AuthorizationRequestResolver(clientRegistrations);
		this.hasOwnResolver = hasOwnResolver;
		this.paths = paths;
		this.authorizeUrls = authorizeUrls;
		this.attempts = attempts;
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
		String registrationId = this.paths.startedId(RequestPath.of(request));
		if (registrationId == null) {
			return null;
		}
		if (!this.hasOwnResolver && this.clientRegistrations.findByRegistrationId(registrationId) == null) {
			throw new UnknownRegistrationException();
		}
		return resolve(request, registrationId);
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registrationId) {
		WeComRegistration registration = this.registrations.find(registrationId);
		if (registration == null) {
			return null;
		}
		if (!CallerKind.wantsPage(request)) {
			throw new NotANavigationException();
		}
		if (RequestParameters.has(request, "logout")) {
			// Spring Security leads there after signing out if this is the login page
			throw new SignedOutException();
		}
		SignInWay way = way(Browser.of(request));
		OAuth2AuthorizationRequest resolved = this.delegate.resolve(RequestParameters.hidden(request), registrationId);
		if (resolved == null || resolved.getRedirectUri() == null) {
			return null;
		}
		String redirectUri = redirectUri(resolved.getRedirectUri(), registrationId);
		Attempt attempt = this.attempts.create(request, registrationId, way);
		return AttemptRequests.withAttempt(OAuth2AuthorizationRequest.from(resolved), attempt)
			.redirectUri(redirectUri)
			.authorizationRequestUri(this.authorizeUrls.url(way, registration, redirectUri, attempt.state(),
					RequestLanguage.of(request)))
			.build();
	}

	/**
	 * Puts the callback path of this chain in the place of the default one.
	 */
	private String redirectUri(String registered, String registrationId) {
		String defaultPath = LoginPaths.CALLBACK + registrationId;
		return registered.substring(0, registered.length() - defaultPath.length())
				+ this.paths.callbackOf(registrationId);
	}

	private static SignInWay way(Browser browser) {
		if (browser.refusal() != null) {
			throw new WeComRefusalException(browser.refusal());
		}
		return (browser == Browser.WECOM) ? SignInWay.IN_CLIENT : SignInWay.WEB_LOGIN;
	}

	/**
	 * The registration id is unknown. Not logged with a stack trace, unlike Spring
	 * Security's own exception, because any request can cause it.
	 */
	@SuppressWarnings("serial")
	public static final class UnknownRegistrationException extends RuntimeException {

	}

	/**
	 * The request is no navigation of a browser, so it starts no sign-in.
	 */
	@SuppressWarnings("serial")
	public static final class NotANavigationException extends RuntimeException {

	}

	/**
	 * The request follows a logout, after which no sign-in starts automatically.
	 */
	@SuppressWarnings("serial")
	public static final class SignedOutException extends RuntimeException {

	}

}
