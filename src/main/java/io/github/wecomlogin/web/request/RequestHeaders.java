package io.github.wecomlogin.web.request;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Headers as browsers send them. Only the beginning of a longer one is looked at: how
 * much the container lets through is not ours to say, and none needs so much.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class RequestHeaders {

	public static final int MAX_LENGTH = 1024;

	private RequestHeaders() {
	}

	static @Nullable String find(HttpServletRequest request, String name) {
		String value = request.getHeader(name);
		return (value != null && value.length() > MAX_LENGTH) ? value.substring(0, MAX_LENGTH) : value;
	}

}
