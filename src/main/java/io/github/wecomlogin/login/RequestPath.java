package io.github.wecomlogin.login;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The path of a request within the application, undecoded: what is spelled in an unusual
 * way is not one of our paths.
 */
final class RequestPath {

	private RequestPath() {
	}

	static String of(HttpServletRequest request) {
		return request.getRequestURI().substring(request.getContextPath().length());
	}

}
