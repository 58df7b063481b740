package io.github.wecomlogin.login;

import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * Between our attempts and the authorization requests that Spring Security knows.
 */
final class AttemptRequests {

	private static final String ATTEMPT = Attempt.class.getName();

	private static final String PASS = SignInPass.class.getName();

	private AttemptRequests() {
	}

	static boolean hasAttempt(OAuth2AuthorizationRequest authorizationRequest) {
		return authorizationRequest.getAttributes().containsKey(ATTEMPT);
	}

	static Attempt attemptOf(OAuth2AuthorizationRequest authorizationRequest) {
		if (authorizationRequest.getAttribute(ATTEMPT) instanceof Attempt attempt) {
			return attempt;
		}
		throw new IllegalStateException("Not an authorization request of WeCom");
	}

	static OAuth2AuthorizationRequest.Builder withAttempt(OAuth2AuthorizationRequest.Builder builder, Attempt attempt) {
		return builder.state(attempt.state()).attributes((attributes) -> attributes.put(ATTEMPT, attempt));
	}

	static SignInPass passOf(OAuth2AuthorizationRequest authorizationRequest) {
		if (authorizationRequest.getAttribute(PASS) instanceof SignInPass pass) {
			return pass;
		}
		throw new IllegalStateException("Not a callback of WeCom");
	}

	/**
	 * Restores, at a callback, what Spring Security needs of the request that started it.
	 * With it travels the place that the callback has: Spring Security lets nothing else
	 * through to the exchange of the code.
	 */
	static OAuth2AuthorizationRequest restore(WeComRegistration registration, String authorizeUrl, Attempt attempt,
			SignInTrail trail, SignInPass pass) {
		OAuth2AuthorizationRequest.Builder builder = OAuth2AuthorizationRequest.authorizationCode()
			.authorizationUri(authorizeUrl)
			.clientId(registration.application().corpId())
			.attributes((attributes) -> {
				attributes.put(OAuth2ParameterNames.REGISTRATION_ID, registration.registrationId());
				attributes.put(PASS, pass);
			});
		return trail.addTo(withAttempt(builder, attempt)).build();
	}

}
