package io.github.wecomlogin.authentication;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.SignInState;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.user.WeComSignInDetails;
import io.github.wecomlogin.web.WeComCallbackFilter;
import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What {@link WeComCallbackFilter} found out about the callback that is being handled.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param registration whose callback it is
 * @param attempt the attempt that it belongs to, or {@code null} if there is none
 * @param refusal why it is refused, or {@code null} if it is good
 * @param trail what becomes known while it is handled
 * @param pass the place it has among those that are worked on; {@code null} if it is
 * refused or repeats another callback
 * @param use the use of its code, or {@code null} if it brings none
 * @param remoteAddress the address of the client
 */
public record WeComCallback(WeComRegistration registration, @Nullable Attempt attempt, @Nullable WeComRefusal refusal,
		SignInTrail trail, @Nullable SignInPass pass, ReplayCache.@Nullable Use use, String remoteAddress) {

	private static final String ATTRIBUTE = WeComCallback.class.getName();

	private static final String PATH_ATTRIBUTE = ATTRIBUTE + ".PATH";

	public static WeComCallback accepted(Attempt attempt, SignInPass pass, ReplayCache.Use use, String remoteAddress) {
		return new WeComCallback(use.registration(), attempt, null, new SignInTrail(attempt.way()), pass, use,
				remoteAddress);
	}

	/**
	 * Returns a callback that shares the result of another one.
	 */
	public static WeComCallback repeated(Attempt attempt, ReplayCache.Use use, CodeResult result,
			String remoteAddress) {
		SignInTrail trail = new SignInTrail(attempt.way());
		if (result.identity() != null) {
			trail.identified(result.identity().userId());
		}
		return new WeComCallback(use.registration(), attempt, result.refusal(), trail, null, use, remoteAddress);
	}

	/**
	 * Returns a callback that is refused.
	 * @param way how the member came, or {@code null} if that is not known
	 */
	public static WeComCallback refused(WeComRegistration registration, @Nullable SignInWay way, WeComRefusal refusal,
			String remoteAddress) {
		return new WeComCallback(registration, null, refusal, new SignInTrail(way), null, null, remoteAddress);
	}

	/**
	 * Whether the callback shares the result of another one.
	 */
	public boolean isRepeat() {
		return this.use != null && this.pass == null;
	}

	/**
	 * Whether the code was lost on another node, so that the member is sent to WeCom once
	 * more. Only once, or a cluster that loses every code would do so for ever.
	 */
	public boolean mayStartAgain() {
		return this.use != null && this.use.isLost() && this.attempt != null
				&& !SignInState.isRestarted(this.attempt.state());
	}

	/**
	 * Returns from where and how the member came.
	 */
	public WeComSignInDetails details() {
		WeComRefusal refusal = this.trail.refusal();
		return new WeComSignInDetails(this.remoteAddress, this.registration.registrationId(), this.trail.way(),
				(refusal != null) ? refusal.code() : null);
	}

	public void storeIn(HttpServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
		request.setAttribute(PATH_ATTRIBUTE, RequestPath.of(request));
	}

	/**
	 * Whether the callback is what is asked for. It is not on a page that the application
	 * answers it with, to which the container takes the same request through all filters
	 * again: by a forward, or for an error.
	 */
	public static boolean isBeingHandled(HttpServletRequest request) {
		return of(request) != null && RequestPath.of(request).equals(request.getAttribute(PATH_ATTRIBUTE));
	}

	public static @Nullable WeComCallback of(HttpServletRequest request) {
		return (WeComCallback) request.getAttribute(ATTRIBUTE);
	}

	@Override
	public String toString() {
		return "WeComCallback[]";
	}

}
