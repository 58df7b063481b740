package io.github.wecomlogin.app;

import java.util.Arrays;

import io.github.wecomlogin.web.request.RequestLanguage;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Hides the cookies of a request except for the language, so that no session is looked up
 * for it.
 */
final class RequestWithoutCookies extends HttpServletRequestWrapper {

	RequestWithoutCookies(HttpServletRequest request) {
		super(request);
	}

	@Override
	public Cookie @Nullable [] getCookies() {
		Cookie[] cookies = super.getCookies();
		return (cookies != null) ? Arrays.stream(cookies)
			.filter((cookie) -> cookie.getName().equals(RequestLanguage.COOKIE))
			.toArray(Cookie[]::new) : null;
	}

}
