package io.github.wecomlogin.web;

import java.time.Clock;
import java.time.temporal.ChronoUnit;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.SignInState;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.web.request.RequestParameters;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Creates the attempt that a request starts, with a new state and nonce. The return
 * target is taken from the request, from the sign-in page that it comes from, or from the
 * {@linkplain ReturnTargetRequestCache.Cookie cookie}, in this order.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class AttemptFactory {

	private final ReturnTargets targets;

	private final ReturnTargetRequestCache.Cookie cookie;

	private final SignInSuppression suppression;

	private final Clock clock;

	/**
	 * Creates the factory.
	 * @param targets determines the return target of a request
	 * @param cookie the return target of a chain with a sign-in page of its own
	 * @param suppression tells whether the session of a previous sign-in was lost
	 * @param clock the time at which attempts start
	 */
	public AttemptFactory(ReturnTargets targets, ReturnTargetRequestCache.Cookie cookie, SignInSuppression suppression,
			Clock clock) {
		this.targets = targets;
		this.cookie = cookie;
		this.suppression = suppression;
		this.clock = clock;
	}

	Attempt create(HttpServletRequest request, String registrationId, SignInWay way) {
		boolean restarted = RequestParameters.has(request, LoginPaths.RESTART)
				|| this.suppression.isAnonymousAgain(request);
		return new Attempt(registrationId, SignInState.next(restarted), SignInState.nonce(), way, returnTo(request),
				this.clock.instant().truncatedTo(ChronoUnit.SECONDS), false);
	}

	private @Nullable String returnTo(HttpServletRequest request) {
		String target = this.targets.ofParameter(request);
		if (target == null) {
			target = this.targets.ofSignInPage(request);
		}
		return (target != null) ? target : this.targets.checked(request, this.cookie.find(request));
	}

}
