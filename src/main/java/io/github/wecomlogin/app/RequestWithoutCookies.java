package io.github.wecomlogin.app;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A request for which nobody looks up a session.
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
