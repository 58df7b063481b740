package io.github.wecomlogin.web;

import java.io.IOException;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.authentication.RefusedAuthentication;
import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.authentication.WeComSignInRefusedEvent;
import io.github.wecomlogin.refusal.ExplainedException;
import io.github.wecomlogin.refusal.RefusalMapper;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.util.LogThrottle;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Handles a failed sign-in: removes what it has saved, logs the refusal in one line,
 * publishes a {@link WeComSignInRefusedEvent} and suppresses automatic sign-ins. The
 * answer is left to the chain's own failure handler, or else to the
 * {@link WeComRefusalHandler}.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class WeComFailureHandler implements AuthenticationFailureHandler {

	private static final Log logger = LogFactory.getLog(WeComFailureHandler.class);

	private final RedirectStrategy redirectStrategy = new DefaultRedirectStrategy();

	private final RefusalLog log = new RefusalLog(Ticker.systemTicker());

	private final SignInSuppression suppression;

	private final LoginPaths paths;

	private final ApplicationEventPublisher events;

	private final SignInRollback rollback;

	private final LogThrottle listenerFailures = new LogThrottle(1, Ticker.systemTicker());

	private final AuthenticationFailureHandler failureHandler;

	private final @Nullable WeComRefusalHandler refusalHandler;

	/**
	 * Creates the handler.
	 * @param suppression suppresses automatic sign-ins after a refusal
	 * @param paths the paths of the chain
	 * @param events receives an event for each refusal
	 * @param rollback removes what a failed sign-in has saved
	 * @param failureHandler answers failed sign-ins
	 * @param refusalHandler answers those that were refused, or {@code null} if the
	 * failure handler is the chain's own and answers these too
	 */
	public WeComFailureHandler(SignInSuppression suppression, LoginPaths paths, ApplicationEventPublisher events,
			SignInRollback rollback, AuthenticationFailureHandler failureHandler,
			@Nullable WeComRefusalHandler refusalHandler) {
		this.suppression = suppression;
		this.paths = paths;
		this.events = events;
		this.rollback = rollback;
		this.failureHandler = failureHandler;
		this.refusalHandler = refusalHandler;
	}

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException, ServletException {
		WeComCallback callback = WeComCallback.of(request);
		WeComRefusalException refusal = refusal(callback, exception);
		if (callback != null && callback.attempt() != null) {
			this.rollback.rollBack(request, response);
		}
		if (refusal != null && callback != null && callback.mayStartAgain()) {
			callback.refuse(refusal.getRefusal());
			startAgain(callback, request, response);
			return;
		}
		if (refusal != null) {
			this.log.write(callback, refusal);
			suppress(refusal.getRefusal(), request, response);
			if (callback != null) {
				callback.refuse(refusal.getRefusal());
				publish(new WeComSignInRefusedEvent(new RefusedAuthentication(callback.userId(), callback.details()),
						refusal));
			}
		}
		if (refusal != null && this.refusalHandler != null) {
			this.refusalHandler.handle(request, response, refusal.getRefusal(), this.paths.signInPage());
		}
		else {
			this.failureHandler.onAuthenticationFailure(request, response, (refusal != null) ? refusal : exception);
		}
	}

	/**
	 * Publishes the event. A failing listener is logged and does not change the answer.
	 */
	private void publish(WeComSignInRefusedEvent event) {
		try {
			this.events.publishEvent(event);
		}
		catch (RuntimeException ex) {
			if (this.listenerFailures.next() >= 0) {
				logger.error(ExplainedException.of("A listener of WeComSignInRefusedEvent", ex).getMessage());
			}
		}
	}

	private void startAgain(WeComCallback callback, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		this.redirectStrategy.sendRedirect(request, response,
				this.paths.restartOf(callback.registration().registrationId(), callback.returnTo()));
	}

	/**
	 * Suppresses automatic sign-ins, except after {@code busy}: that answer repeats the
	 * callback on a click. A failure handler of the chain's own may redirect to a page
	 * that starts a sign-in, so nothing is excepted there.
	 */
	private void suppress(WeComRefusal refusal, HttpServletRequest request, HttpServletResponse response) {
		if (refusal != WeComRefusal.BUSY || this.refusalHandler == null) {
			this.suppression.refused(refusal, request, response);
		}
	}

	private static @Nullable WeComRefusalException refusal(@Nullable WeComCallback callback,
			AuthenticationException exception) {
		if (exception instanceof WeComRefusalException refusal) {
			return refusal;
		}
		return (callback != null) ? RefusalMapper.ofApplication(exception) : null;
	}

}
