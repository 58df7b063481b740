package io.github.wecomlogin.web.request;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The path of a request within the application, undecoded: what is spelled in an unusual
 * way is not one of our paths.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class RequestPath {

	private RequestPath() {
	}

	public static String of(HttpServletRequest request) {
		return request.getRequestURI().substring(request.getContextPath().length());
	}

}
