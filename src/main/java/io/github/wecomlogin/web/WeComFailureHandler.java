package io.github.wecomlogin.web;

import java.io.IOException;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.authentication.RefusedAuthentication;
import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.authentication.WeComSignInRefusedEvent;
import io.github.wecomlogin.config.WeComLogin;
import io.github.wecomlogin.refusal.ExplainedException;
import io.github.wecomlogin.refusal.RefusalReasons;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.util.LogThrottle;
import io.github.wecomlogin.web.page.UnknownRegistrationAnswer;
import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.firewall.RequestRejectedException;

/**
 * Tells the administrator in one line why somebody was refused, and listeners in one
 * event, keeps the browser from trying again by itself, and then lets the chain's own
 * failure handler answer, if there is one.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class WeComFailureHandler implements AuthenticationFailureHandler {

	private static final Log logger = LogFactory.getLog(WeComFailureHandler.class);

	private final RedirectStrategy redirectStrategy = new DefaultRedirectStrategy();

	private final RefusalLog log = new RefusalLog(Ticker.systemTicker());

	private final LogThrottle startFailures = new LogThrottle(1, Ticker.systemTicker());

	private final SignInPause pause;

	private final WeComRefusalHandler refusalHandler;

	private final SiteAddress site;

	private final LoginPaths paths;

	private final String signInPage;

	private final ApplicationEventPublisher events;

	private final SignInRollback rollback;

	private final LogThrottle listenerFailures = new LogThrottle(1, Ticker.systemTicker());

	private final @Nullable AuthenticationFailureHandler chainsOwn;

	private final AuthenticationFailureHandler springsDefault;

	/**
	 * Creates the handler.
	 * @param events hears of each refusal
	 * @param chainsOwn the chain's own failure handler, or {@code null} if it has none
	 * @param rollback takes back what a failed sign-in has saved
	 * @param onlyWeCom whether nobody signs in with anything else
	 */
	public WeComFailureHandler(WeComLogin login, LoginPaths paths, ApplicationEventPublisher events,
			@Nullable AuthenticationFailureHandler chainsOwn, SignInRollback rollback, boolean onlyWeCom) {
		this.pause = login.pause();
		this.refusalHandler = login.refusalHandler();
		this.site = login.site();
		this.paths = paths;
		this.signInPage = paths.signInPage();
		this.events = events;
		this.rollback = rollback;
		this.chainsOwn = chainsOwn;
		SimpleUrlAuthenticationFailureHandler springsDefault = new SimpleUrlAuthenticationFailureHandler(
				this.signInPage + "?error");
		// What fails then is a callback that somebody made up, and worth no session
		springsDefault.setAllowSessionCreation(!onlyWeCom);
		this.springsDefault = springsDefault;
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
			callback.trail().refused(refusal.getRefusal());
			startAgain(callback, request, response);
			return;
		}
		if (refusal != null) {
			this.log.write(callback, refusal);
			pause(refusal.getRefusal(), request, response);
			if (callback != null) {
				callback.trail().refused(refusal.getRefusal());
				publish(new WeComSignInRefusedEvent(
						new RefusedAuthentication(callback.trail().userId(), callback.details()), refusal));
			}
		}
		if (this.chainsOwn != null) {
			this.chainsOwn.onAuthenticationFailure(request, response, (refusal != null) ? refusal : exception);
		}
		else if (refusal != null) {
			this.refusalHandler.handle(request, response, refusal.getRefusal(), this.signInPage);
		}
		else {
			this.springsDefault.onAuthenticationFailure(request, response, exception);
		}
	}

	/**
	 * A listener that fails does not keep the member from reading why they were refused.
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
		String returnTo = (callback.attempt() != null) ? callback.attempt().returnTo() : null;
		this.redirectStrategy.sendRedirect(request, response,
				this.paths.restartOf(callback.registration().registrationId(), returnTo));
	}

	/**
	 * Answers a visitor who cannot even be sent to WeCom. No failed sign-in, so nothing
	 * is paused and the chain's failure handler is not asked.
	 * @see OAuth2AuthorizationRequestRedirectFilter#setAuthenticationFailureHandler
	 */
	public void onStartFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException, ServletException {
		if (exception.getCause() instanceof RequestRejectedException rejected) {
			// A header that the firewall does not let be read: 400, as elsewhere
			throw rejected;
		}
		if (exception.getCause() instanceof WeComAuthorizationRequestResolver.UnknownRegistrationException) {
			UnknownRegistrationAnswer.write(this.site.prefix(request), this.signInPage, request, response);
			return;
		}
		if (exception.getCause() instanceof WeComAuthorizationRequestResolver.NotANavigationException) {
			SignInRequiredAnswer.write(request, response, null, this.site.path(request, RequestPath.of(request)));
			return;
		}
		if (exception.getCause() instanceof WeComAuthorizationRequestResolver.SignedOutException) {
			this.redirectStrategy.sendRedirect(request, response, this.signInPage + "?logout");
			return;
		}
		if (exception.getCause() instanceof WeComRefusalException refusal) {
			this.refusalHandler.handle(request, response, refusal.getRefusal(), this.signInPage);
			return;
		}
		if (this.startFailures.next() >= 0) {
			logger.error("Could not start a sign-in with WeCom", exception);
		}
		this.refusalHandler.handle(request, response, WeComRefusal.MISCONFIGURED, this.signInPage);
	}

	/**
	 * Keeps the browser from trying again by itself. Somebody for whom there was no room
	 * comes back to the same callback with a click, so there is nothing to keep it from,
	 * unless the chain's own handler sends them to a page that starts a sign-in.
	 */
	private void pause(WeComRefusal refusal, HttpServletRequest request, HttpServletResponse response) {
		if (refusal != WeComRefusal.BUSY || this.chainsOwn != null) {
			this.pause.refused(refusal, request, response);
		}
	}

	private static @Nullable WeComRefusalException refusal(@Nullable WeComCallback callback,
			AuthenticationException exception) {
		if (exception instanceof WeComRefusalException refusal) {
			return refusal;
		}
		return (callback != null) ? RefusalReasons.ofApplication(exception) : null;
	}

}
