package io.github.wecomlogin.web.request;

import io.github.wecomlogin.authentication.WeComCallback;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The page that a member asked for before signing in, for success and failure handlers of
 * the application. It travels in the cookie of the attempt, so it is known in a chain
 * without sessions too.
 */
public final class WeComReturnTarget {

	private WeComReturnTarget() {
	}

	/**
	 * Returns the page to open after a sign-in with WeCom.
	 * @param request the callback of WeCom, while it is handled
	 * @return the path with its query, percent-encoded, as the browser sees it (with the
	 * path of {@code wecom.base-url}, or else the context path), fit for
	 * {@code response.sendRedirect} and for a front end; always a path of this site that
	 * does not sign in or out. {@code null} if the member asked for no certain page
	 */
	public static @Nullable String of(HttpServletRequest request) {
		WeComCallback callback = WeComCallback.of(request);
		return (callback != null) ? callback.returnTo() : null;
	}

}
