package io.github.wecomlogin.authentication;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.SignInState;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.user.WeComSignInDetails;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The context of one callback, from the filter that decides about it to the principal.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param registration the registration of the callback
 * @param attempt the attempt that it fits, or {@code null} if there is none
 * @param refusal the refusal, or {@code null} if it is accepted
 * @param trail what is found out while it is processed
 * @param pass its permit to call WeCom; {@code null} if it is refused or repeats another
 * callback
 * @param use the use of its code, or {@code null} if it has none
 * @param remoteAddress the address of the client
 */
public record WeComCallback(WeComRegistration registration, @Nullable Attempt attempt, @Nullable WeComRefusal refusal,
		SignInTrail trail, @Nullable SignInPass pass, ReplayCache.@Nullable Use use, String remoteAddress) {

	private static final String ATTRIBUTE = WeComCallback.class.getName();

	private static final String URI_ATTRIBUTE = ATTRIBUTE + ".URI";

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
	 * @param way the way of the attempt, or {@code null} if it is unknown
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
	 * Whether another node has used the code and its result is lost, so that a new
	 * sign-in is started. Started once only, to prevent a loop.
	 */
	public boolean mayStartAgain() {
		return this.use != null && this.use.isLost() && this.attempt != null
				&& !SignInState.isRestarted(this.attempt.state());
	}

	/**
	 * Returns the details of the sign-in.
	 */
	public WeComSignInDetails details() {
		WeComRefusal refusal = this.trail.refusal();
		return new WeComSignInDetails(this.remoteAddress, this.registration.registrationId(), this.trail.way(),
				(refusal != null) ? refusal.code() : null);
	}

	public void storeIn(HttpServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
		request.setAttribute(URI_ATTRIBUTE, request.getRequestURI());
	}

	/**
	 * Whether the request is the callback itself, and not its forward or error dispatch
	 * to a page, which passes through all filters again.
	 */
	public static boolean isBeingHandled(HttpServletRequest request) {
		return of(request) != null && request.getRequestURI().equals(request.getAttribute(URI_ATTRIBUTE));
	}

	public static @Nullable WeComCallback of(HttpServletRequest request) {
		return (WeComCallback) request.getAttribute(ATTRIBUTE);
	}

	@Override
	public String toString() {
		return "WeComCallback[]";
	}

}
