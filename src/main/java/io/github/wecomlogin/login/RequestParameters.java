package io.github.wecomlogin.login;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Parameters as visitors send them. Tomcat throws an exception at the first look at
 * parameters that it cannot decode; they count as absent.
 */
final class RequestParameters {

	private RequestParameters() {
	}

	static String @Nullable [] findAll(HttpServletRequest request, String name) {
		try {
			return request.getParameterValues(name);
		}
		catch (IllegalStateException ex) {
			return null;
		}
	}

	static @Nullable String find(HttpServletRequest request, String name) {
		String[] values = findAll(request, name);
		return (values != null && values.length > 0) ? values[0] : null;
	}

}
