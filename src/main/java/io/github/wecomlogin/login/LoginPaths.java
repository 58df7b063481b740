package io.github.wecomlogin.login;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;

/**
 * The URLs of a sign-in. Fixed, because they are entered in the WeCom console.
 */
final class LoginPaths {

	static final String AUTHORIZATION = OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI
			+ "/";

	static final String CALLBACK = "/login/oauth2/code/";

	/**
	 * Where a member wants to be after signing in.
	 */
	static final String RETURN_TO = "return-to";

	/**
	 * Marks a sign-in that was started again because the first one's attempt was lost.
	 */
	static final String RESTART = "restart";

	private LoginPaths() {
	}

	/**
	 * Returns the registration id at the end of a path.
	 * @param path a path within the application
	 * @param prefix {@link #AUTHORIZATION} or {@link #CALLBACK}
	 * @return the id, or {@code null} if the path is another one
	 */
	static @Nullable String registrationId(String path, String prefix) {
		if (!path.startsWith(prefix)) {
			return null;
		}
		String registrationId = path.substring(prefix.length());
		return (registrationId.isEmpty() || registrationId.indexOf('/') >= 0) ? null : registrationId;
	}

}
