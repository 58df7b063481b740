package io.github.wecomlogin.authentication;

import java.util.Map;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.registration.WeComRegistration;

import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * Converts attempts to authorization requests of Spring Security and back.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class AttemptRequests {

	private static final String ATTEMPT = Attempt.class.getName();

	private AttemptRequests() {
	}

	public static boolean hasAttempt(OAuth2AuthorizationRequest authorizationRequest) {
		return authorizationRequest.getAttributes().containsKey(ATTEMPT);
	}

	public static Attempt attemptOf(OAuth2AuthorizationRequest authorizationRequest) {
		if (authorizationRequest.getAttribute(ATTEMPT) instanceof Attempt attempt) {
			return attempt;
		}
		throw new IllegalStateException("Not an authorization request of WeCom");
	}

	public static OAuth2AuthorizationRequest.Builder withAttempt(OAuth2AuthorizationRequest.Builder builder,
			Attempt attempt) {
		return builder.state(attempt.state()).attributes((attributes) -> attributes.put(ATTEMPT, attempt));
	}

	static OAuth2AuthorizationRequest restore(Attempt attempt, WeComRegistration registration, String authorizeUrl,
			Map<String, Object> callback) {
		return OAuth2AuthorizationRequest.authorizationCode()
			.authorizationUri(authorizeUrl)
			.clientId(registration.application().corpId())
			.state(attempt.state())
			.attributes((attributes) -> {
				attributes.put(OAuth2ParameterNames.REGISTRATION_ID, registration.registrationId());
				attributes.putAll(callback);
			})
			.build();
	}

}
