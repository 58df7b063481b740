package io.github.wecomlogin.authentication;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.registration.WeComRegistration;

import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * Between our attempts and the authorization requests that Spring Security knows.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class AttemptRequests {

	private static final String ATTEMPT = Attempt.class.getName();

	private static final String CALLBACK = WeComCallback.class.getName();

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

	static WeComCallback callbackOf(OAuth2AuthorizationRequest authorizationRequest) {
		if (authorizationRequest.getAttribute(CALLBACK) instanceof WeComCallback callback) {
			return callback;
		}
		throw new IllegalStateException("Not a callback of WeCom");
	}

	/**
	 * Restores the authorization request of a callback's attempt. The callback is an
	 * attribute of it, since Spring Security passes nothing else on to the exchange of
	 * the code.
	 */
	public static OAuth2AuthorizationRequest restore(WeComCallback callback, String authorizeUrl, Attempt attempt) {
		WeComRegistration registration = callback.registration();
		OAuth2AuthorizationRequest.Builder builder = OAuth2AuthorizationRequest.authorizationCode()
			.authorizationUri(authorizeUrl)
			.clientId(registration.application().corpId())
			.attributes((attributes) -> {
				attributes.put(OAuth2ParameterNames.REGISTRATION_ID, registration.registrationId());
				attributes.put(CALLBACK, callback);
			});
		return withAttempt(builder, attempt).build();
	}

}
