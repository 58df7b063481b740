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

	/**
	 * Returns the authorization request that starts an attempt.
	 * @param url the URL of WeCom's page, with all parameters
	 */
	public static OAuth2AuthorizationRequest start(Attempt attempt, WeComRegistration registration, String redirectUri,
			String url) {
		return request(attempt, registration, url, Map.of(ATTEMPT, attempt)).redirectUri(redirectUri).build();
	}

	static OAuth2AuthorizationRequest restore(Attempt attempt, WeComRegistration registration, String url,
			Map<String, Object> callback) {
		return request(attempt, registration, url, callback).build();
	}

	private static OAuth2AuthorizationRequest.Builder request(Attempt attempt, WeComRegistration registration,
			String url, Map<String, Object> attributes) {
		return OAuth2AuthorizationRequest.authorizationCode()
			.authorizationUri(url)
			// Else one is built of the other values
			.authorizationRequestUri(url)
			.clientId(registration.application().corpId())
			.state(attempt.state())
			.attributes((all) -> {
				all.put(OAuth2ParameterNames.REGISTRATION_ID, registration.registrationId());
				all.putAll(attributes);
			});
	}

}
