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
 * Creates the attempt that a request starts, with a new state and nonce.
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

	/**
	 * Creates the attempt of a request for the start of a sign-in.
	 */
	Attempt ofStart(HttpServletRequest request, String registrationId, SignInWay way) {
		return create(request, registrationId, way, this.targets.ofStart(request, this.cookie.find(request)),
				RequestParameters.has(request, LoginPaths.RESTART));
	}

	/**
	 * Creates the attempt of a request for a page that requires a sign-in.
	 */
	Attempt ofPage(HttpServletRequest request, String registrationId, SignInWay way) {
		return create(request, registrationId, way, this.targets.ofProtectedPage(request), false);
	}

	/**
	 * Creates the attempt that continues another one on WeCom's consent page.
	 */
	Attempt withConsent(Attempt attempt) {
		return create(attempt.registrationId(), SignInState.nextWithConsent(attempt.state()), attempt.way(),
				attempt.returnTo());
	}

	private Attempt create(HttpServletRequest request, String registrationId, SignInWay way, @Nullable String returnTo,
			boolean restarted) {
		return create(registrationId, SignInState.next(restarted || this.suppression.isAnonymousAgain(request)), way,
				returnTo);
	}

	private Attempt create(String registrationId, String state, SignInWay way, @Nullable String returnTo) {
		return new Attempt(registrationId, state, SignInState.nonce(), way, returnTo,
				this.clock.instant().truncatedTo(ChronoUnit.SECONDS), false);
	}

}
