package io.github.wecomlogin.login;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What {@link WeComCallbackFilter} found out about the callback that is being handled.
 *
 * @param registration whose callback it is
 * @param attempt the attempt that it belongs to; {@code null} if it is refused
 * @param refusal why it is refused, or {@code null} if it is good
 * @param trail what becomes known while it is handled
 * @param pass the place it has among those that are worked on; {@code null} if it is
 * refused
 * @param remoteAddress the address of the client
 */
record WeComCallback(WeComRegistration registration, @Nullable Attempt attempt, @Nullable WeComRefusal refusal,
		SignInTrail trail, @Nullable SignInPass pass, String remoteAddress) {

	private static final String ATTRIBUTE = WeComCallback.class.getName();

	static WeComCallback accepted(WeComRegistration registration, Attempt attempt, SignInPass pass,
			String remoteAddress) {
		return new WeComCallback(registration, attempt, null, new SignInTrail(attempt.way()), pass, remoteAddress);
	}

	/**
	 * Returns a callback that is refused.
	 * @param way how the member came, or {@code null} if that is not known
	 */
	static WeComCallback refused(WeComRegistration registration, @Nullable SignInWay way, WeComRefusal refusal,
			String remoteAddress) {
		return new WeComCallback(registration, null, refusal, new SignInTrail(way), null, remoteAddress);
	}

	/**
	 * Returns from where and how the member came.
	 */
	WeComSignInDetails details() {
		WeComRefusal refusal = this.trail.refusal();
		return new WeComSignInDetails(this.remoteAddress, this.registration.registrationId(), this.trail.way(),
				(refusal != null) ? refusal.code() : null);
	}

	void storeIn(HttpServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
	}

	/**
	 * Whether the callback is what is asked for. It is not on a page that the application
	 * answers it with, to which the container takes the same request through all filters
	 * again: by a forward, or for an error.
	 */
	static boolean isBeingHandled(HttpServletRequest request) {
		return of(request) != null && LoginPaths.registrationId(RequestPath.of(request), LoginPaths.CALLBACK) != null;
	}

	static @Nullable WeComCallback of(HttpServletRequest request) {
		return (WeComCallback) request.getAttribute(ATTRIBUTE);
	}

}
