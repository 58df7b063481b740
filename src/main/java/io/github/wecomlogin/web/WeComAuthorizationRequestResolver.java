package io.github.wecomlogin.web;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.SignInState;
import io.github.wecomlogin.authentication.AttemptRequests;
import io.github.wecomlogin.config.ChainSettings;
import io.github.wecomlogin.refusal.Messages;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.WeComClientRegistrationRepository;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.web.request.Browser;
import io.github.wecomlogin.web.request.CallerKind;
import io.github.wecomlogin.web.request.RequestParameters;
import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * Makes the authorization requests of WeCom's registrations and of no others. Which of
 * WeCom's two pages a member is sent to depends on the browser.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class WeComAuthorizationRequestResolver implements OAuth2AuthorizationRequestResolver {

	private final WeComRegistrations registrations;

	private final WeComClientRegistrationRepository clientRegistrations;

	private final DefaultOAuth2AuthorizationRequestResolver delegate;

	private final boolean hasOwnResolver;

	private final LoginPaths paths;

	private final ReturnTargets targets;

	private final AuthorizeUrls authorizeUrls;

	private final ReturnTargetRequestCache.Cookie returnTargetCookie;

	private final SignInPause pause;

	private final Clock clock;

	public WeComAuthorizationRequestResolver(WeComRegistrations registrations,
			WeComClientRegistrationRepository clientRegistrations, ChainSettings settings, AuthorizeUrls authorizeUrls,
			ReturnTargets targets, ReturnTargetRequestCache.Cookie returnTargetCookie, SignInPause pause, Clock clock) {
		this.registrations = registrations;
		this.clientRegistrations = clientRegistrations;
		this.delegate = new DefaultOAuth2AuthorizationRequestResolver(clientRegistrations);
		this.hasOwnResolver = settings.hasResolver();
		this.paths = settings.paths();
		this.targets = targets;
		this.authorizeUrls = authorizeUrls;
		this.returnTargetCookie = returnTargetCookie;
		this.pause = pause;
		this.clock = clock;
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
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		String state = SignInState
			.next(RequestParameters.has(request, LoginPaths.RESTART) || this.pause.isAnonymousAgain(request));
		Attempt attempt = new Attempt(registrationId, state, SignInState.nonce(), way, returnTo(request), now, false);
		return AttemptRequests.withAttempt(OAuth2AuthorizationRequest.from(resolved), attempt)
			.redirectUri(redirectUri)
			.authorizationRequestUri(
					this.authorizeUrls.url(way, registration, redirectUri, state, Messages.language(request)))
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

	private @Nullable String returnTo(HttpServletRequest request) {
		String target = this.targets.ofParameter(request);
		if (target == null) {
			target = this.targets.ofSignInPage(request);
		}
		return (target != null) ? target : this.targets.checked(request, this.returnTargetCookie.find(request));
	}

	private static SignInWay way(Browser browser) {
		if (browser.refusal() != null) {
			throw new WeComRefusalException(browser.refusal());
		}
		return (browser == Browser.WECOM) ? SignInWay.IN_CLIENT : SignInWay.WEB_LOGIN;
	}

	/**
	 * Somebody made up a registration id, which is not worth the stack trace that Spring
	 * Security's own exception gets in the log.
	 */
	@SuppressWarnings("serial")
	static final class UnknownRegistrationException extends RuntimeException {

	}

	/**
	 * The request is not a person's navigation, and begins no sign-in.
	 */
	@SuppressWarnings("serial")
	static final class NotANavigationException extends RuntimeException {

	}

	/**
	 * Somebody signed out and must not be signed in again at once.
	 */
	@SuppressWarnings("serial")
	static final class SignedOutException extends RuntimeException {

	}

}
