package io.github.wecomlogin.login;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What {@link WeComCallbackFilter} found out about the callback that is being handled.
 *
 * @param registration whose callback it is
 * @param attempt the attempt that it belongs to; {@code null} if it is refused
 * @param refusal why it is refused, or {@code null} if it is good
 */
record WeComCallback(WeComRegistration registration, @Nullable Attempt attempt, @Nullable WeComRefusal refusal) {

	private static final String ATTRIBUTE = WeComCallback.class.getName();

	static WeComCallback accepted(WeComRegistration registration, Attempt attempt) {
		return new WeComCallback(registration, attempt, null);
	}

	static WeComCallback refused(WeComRegistration registration, WeComRefusal refusal) {
		return new WeComCallback(registration, null, refusal);
	}

	void storeIn(HttpServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
	}

	static @Nullable WeComCallback of(HttpServletRequest request) {
		return (WeComCallback) request.getAttribute(ATTRIBUTE);
	}

}
