package io.github.wecomlogin.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Request parameters, read without failing. Tomcat throws an exception for each of them
 * if one cannot be decoded, for instance because of a malformed percent sign; then the
 * request counts as one without parameters.
 */
final class RequestParameters {

	private static final String[] NONE = {};

	private RequestParameters() {
	}

	static String[] values(HttpServletRequest request, String name) {
		try {
			String[] values = request.getParameterValues(name);
			return (values != null) ? values : NONE;
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			return NONE;
		}
	}

	/**
	 * Returns the first value of a parameter.
	 * @return the value, or {@code null} if there is none
	 */
	static @Nullable String first(HttpServletRequest request, String name) {
		String[] values = values(request, name);
		return (values.length > 0) ? values[0] : null;
	}

	static boolean has(HttpServletRequest request, String name) {
		return values(request, name).length > 0;
	}

	/**
	 * Returns a request whose parameters are hidden.
	 */
	static HttpServletRequest hidden(HttpServletRequest request) {
		return new HttpServletRequestWrapper(request) {

			@Override
			public @Nullable String getParameter(String name) {
				return null;
			}

		};
	}

}
