package io.github.wecomlogin.login;

import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * Between our attempts and the authorization requests that Spring Security knows.
 */
final class AttemptRequests {

	private static final String ATTEMPT = Attempt.class.getName();

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

	/**
	 * Restores, at a callback, what Spring Security needs of the request that started it.
	 */
	static OAuth2AuthorizationRequest restore(WeComRegistration registration, String authorizeUrl, Attempt attempt,
			SignInTrail trail) {
		OAuth2AuthorizationRequest.Builder builder = OAuth2AuthorizationRequest.authorizationCode()
			.authorizationUri(authorizeUrl)
			.clientId(registration.application().corpId())
			.attributes((attributes) -> attributes.put(OAuth2ParameterNames.REGISTRATION_ID,
					registration.registrationId()));
		return trail.addTo(withAttempt(builder, attempt)).build();
	}

}
