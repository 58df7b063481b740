package io.github.wecomlogin.web;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wecomlogin.attempt.ReturnTarget;
import io.github.wecomlogin.registration.WeComClientRegistrationRepository;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;

/**
 * The paths of a sign-in in one security filter chain, within the application. Only the
 * host is entered in the WeCom console, so a chain may have base URIs of its own; the
 * default ones are served too wherever the chain receives them.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param start where sign-ins start, with a trailing slash
 * @param callbackPrefix what a callback path has in front of the registration id
 * @param callbackSuffix what a callback path has after the registration id
 * @param signInPage the sign-in page, possibly with a query
 * @param logout the path that signs out
 */
public record LoginPaths(String start, String callbackPrefix, String callbackSuffix, String signInPage, String logout) {

	public static final String AUTHORIZATION = OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI
			+ "/";

	public static final String CALLBACK = WeComClientRegistrationRepository.CALLBACK_PATH;

	/**
	 * Where a member wants to be after signing in.
	 */
	public static final String RETURN_TO = "return-to";

	/**
	 * Marks a sign-in that was started again because the first one's attempt was lost.
	 */
	static final String RESTART = "restart";

	private static final Pattern ONE_SEGMENT = Pattern
		.compile("(/(?:[^*{}?]*/)?)(?:\\*\\*?|\\{[^/]*})((?:/[^*{}?]*)?)");

	private static final Set<String> NEVER_A_TARGET = Set.of("/login", "/logout", "/favicon.ico",
			"/oauth2/authorization", "/login/oauth2/code");

	/**
	 * Creates the paths.
	 * @param callbackPattern where callbacks arrive, with a wildcard in the place of the
	 * registration id. One that has none, or several, is kept for other providers, and
	 * the callbacks of WeCom arrive at the default path
	 */
	public static LoginPaths of(String start, String callbackPattern, String signInPage, String logout) {
		Matcher matcher = ONE_SEGMENT.matcher(callbackPattern);
		boolean usable = matcher.matches();
		return new LoginPaths(start, usable ? matcher.group(1) : CALLBACK, usable ? matcher.group(2) : "", signInPage,
				logout);
	}

	String startOf(String registrationId) {
		return this.start + registrationId;
	}

	/**
	 * Returns where a sign-in starts again, once.
	 * @param returnTo the page to come back to, or {@code null}
	 */
	String restartOf(String registrationId, @Nullable String returnTo) {
		String path = startOf(registrationId) + "?" + RESTART;
		return (returnTo != null) ? path + "&" + RETURN_TO + "=" + ReturnTarget.asParameter(returnTo) : path;
	}

	String callbackOf(String registrationId) {
		return this.callbackPrefix + registrationId + this.callbackSuffix;
	}

	/**
	 * Returns the id of the registration whose sign-in starts at a path.
	 * @return the id, or {@code null} if the path is another one
	 */
	@Nullable String startedId(String path) {
		String registrationId = between(this.start, path, "");
		return (registrationId != null) ? registrationId : startedAtDefaultPath(path);
	}

	/**
	 * Returns the id of the registration that has a path as its default start.
	 * @return the id, or {@code null} if the path is another one
	 */
	static @Nullable String startedAtDefaultPath(String path) {
		return between(AUTHORIZATION, path, "");
	}

	/**
	 * Returns the id of the registration whose callbacks arrive at a path.
	 * @return the id, or {@code null} if the path is another one
	 */
	@Nullable String calledBackId(String path) {
		String registrationId = between(this.callbackPrefix, path, this.callbackSuffix);
		return (registrationId != null) ? registrationId : between(CALLBACK, path, "");
	}

	/**
	 * Returns the path of the sign-in page, without its query.
	 */
	public String signInPagePath() {
		int query = this.signInPage.indexOf('?');
		return (query >= 0) ? this.signInPage.substring(0, query) : this.signInPage;
	}

	/**
	 * Whether a path is one that signs in or out, which no member wants to come back to.
	 * @param path a decoded path within the application
	 */
	boolean isOwn(String path) {
		String uniform = path.toLowerCase(Locale.ROOT);
		if (uniform.endsWith("/")) {
			uniform = uniform.substring(0, uniform.length() - 1);
		}
		return NEVER_A_TARGET.contains(uniform) || uniform.startsWith(AUTHORIZATION) || uniform.startsWith(CALLBACK)
				|| uniform.equalsIgnoreCase(signInPagePath()) || uniform.equalsIgnoreCase(this.logout)
				|| (uniform + "/").startsWith(this.start.toLowerCase(Locale.ROOT))
				|| between(this.callbackPrefix.toLowerCase(Locale.ROOT), uniform,
						this.callbackSuffix.toLowerCase(Locale.ROOT)) != null;
	}

	private static @Nullable String between(String prefix, String path, String suffix) {
		if (!path.startsWith(prefix) || !path.endsWith(suffix) || path.length() <= prefix.length() + suffix.length()) {
			return null;
		}
		String registrationId = path.substring(prefix.length(), path.length() - suffix.length());
		return (registrationId.indexOf('/') >= 0) ? null : registrationId;
	}

}
