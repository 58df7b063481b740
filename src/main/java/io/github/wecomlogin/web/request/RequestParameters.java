package io.github.wecomlogin.web.request;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Request parameters, read without failing. Tomcat throws an exception for each of them
 * if one cannot be decoded, for instance because of a malformed percent sign; then the
 * request counts as one without parameters.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class RequestParameters {

	private static final String[] NONE = {};

	private static final String UNREADABLE = RequestParameters.class.getName() + ".UNREADABLE";

	private RequestParameters() {
	}

	public static String[] values(HttpServletRequest request, String name) {
		// Tomcat throws only once, and then returns the parameters before the malformed
		// one
		if (request.getAttribute(UNREADABLE) != null) {
			return NONE;
		}
		try {
			String[] values = request.getParameterValues(name);
			return (values != null) ? values : NONE;
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			request.setAttribute(UNREADABLE, true);
			return NONE;
		}
	}

	/**
	 * Returns the first value of a parameter.
	 * @return the value, or {@code null} if there is none
	 */
	public static @Nullable String first(HttpServletRequest request, String name) {
		String[] values = values(request, name);
		return (values.length > 0) ? values[0] : null;
	}

	public static boolean has(HttpServletRequest request, String name) {
		return values(request, name).length > 0;
	}

}
