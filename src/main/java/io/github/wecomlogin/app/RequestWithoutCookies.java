package io.github.wecomlogin.app;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Hides the cookies of a request, so that no session is looked up for it.
 */
final class RequestWithoutCookies extends HttpServletRequestWrapper {

	RequestWithoutCookies(HttpServletRequest request) {
		super(request);
	}

	@Override
	public Cookie @Nullable [] getCookies() {
		return null;
	}

}
