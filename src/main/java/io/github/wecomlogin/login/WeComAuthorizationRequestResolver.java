package io.github.wecomlogin.login;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * Makes the authorization requests of WeCom's registrations and of no others. Which of
 * WeCom's two pages a member is sent to depends on the browser.
 */
final class WeComAuthorizationRequestResolver implements OAuth2AuthorizationRequestResolver {

	private final WeComRegistrations registrations;

	private final DefaultOAuth2AuthorizationRequestResolver delegate;

	private final AuthorizeUrls authorizeUrls;

	private final ReturnTargetRequestCache.Cookie returnTargets;

	private final Clock clock;

	WeComAuthorizationRequestResolver(WeComRegistrations registrations,
			WeComClientRegistrationRepository clientRegistrations, AuthorizeUrls authorizeUrls,
			ReturnTargetRequestCache.Cookie returnTargets, Clock clock) {
		this.registrations = registrations;
		this.delegate = new DefaultOAuth2AuthorizationRequestResolver(clientRegistrations);
		this.authorizeUrls = authorizeUrls;
		this.returnTargets = returnTargets;
		this.clock = clock;
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
		String registrationId = LoginPaths.registrationId(RequestPath.of(request), LoginPaths.AUTHORIZATION);
		return (registrationId != null) ? resolve(request, registrationId) : null;
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registrationId) {
		WeComRegistration registration = this.registrations.find(registrationId);
		if (registration == null) {
			return null;
		}
		SignInWay way = way(Browser.of(request));
		OAuth2AuthorizationRequest resolved = this.delegate.resolve(request, registrationId);
		if (resolved == null || resolved.getRedirectUri() == null) {
			return null;
		}
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		String state = SignInState.next(request.getParameter(LoginPaths.RESTART) != null);
		Attempt attempt = new Attempt(registrationId, state, SignInState.nonce(), way, returnTo(request), now, false);
		return AttemptRequests.withAttempt(OAuth2AuthorizationRequest.from(resolved), attempt)
			.authorizationRequestUri(this.authorizeUrls.url(way, registration, resolved.getRedirectUri(), state,
					Messages.language(request)))
			.build();
	}

	private @Nullable String returnTo(HttpServletRequest request) {
		String parameter = ReturnTarget.ofParameter(request);
		return (parameter != null) ? parameter : this.returnTargets.find(request);
	}

	private static SignInWay way(Browser browser) {
		return switch (browser) {
			case WECOM -> SignInWay.IN_CLIENT;
			case DESKTOP -> SignInWay.WEB_LOGIN;
			case WECHAT -> throw new WeComRefusalException(WeComRefusal.WECHAT_BROWSER);
			case PHONE -> throw new WeComRefusalException(WeComRefusal.PHONE_BROWSER);
		};
	}

}
