package io.github.wecomlogin.web;

import java.io.IOException;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.attempt.ReturnTarget;
import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.WeComClientRegistrationRepository;
import io.github.wecomlogin.util.LogThrottle;
import io.github.wecomlogin.util.Texts;
import io.github.wecomlogin.web.request.CallerKind;
import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.Filter;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Sends an anonymous navigation to sign in: to WeCom's page at once if there is nothing
 * to choose, else to the sign-in page. Answers every other request with 401.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class WeComAuthenticationEntryPoint implements AuthenticationEntryPoint {

	private static final Log logger = LogFactory.getLog(WeComAuthenticationEntryPoint.class);

	private final RedirectStrategy redirectStrategy = new DefaultRedirectStrategy();

	private final LogThrottle lostSessions = new LogThrottle(1, Ticker.systemTicker());

	private final SignInSuppression suppression;

	private final SiteAddress site;

	private final WeComClientRegistrationRepository clientRegistrations;

	private final LoginPaths paths;

	private final String signInPage;

	private final ReturnTargets targets;

	private final @Nullable Filter start;

	/**
	 * Creates the entry point.
	 * @param clientRegistrations the registrations of all providers
	 * @param suppression suppresses automatic sign-ins
	 * @param site the address of the application
	 * @param paths the paths of the chain
	 * @param targets determines the return target of a request
	 * @param start starts a sign-in with the only registration, or passes the request on;
	 * {@code null} if the chain has a sign-in page of its own, which is then always shown
	 */
	public WeComAuthenticationEntryPoint(WeComClientRegistrationRepository clientRegistrations,
			SignInSuppression suppression, SiteAddress site, LoginPaths paths, ReturnTargets targets,
			@Nullable Filter start) {
		this.suppression = suppression;
		this.site = site;
		this.clientRegistrations = clientRegistrations;
		this.paths = paths;
		this.signInPage = paths.signInPage();
		this.targets = targets;
		this.start = start;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException authException) throws IOException, ServletException {
		WeComRefusal ended = this.suppression.endOfSession(request);
		if (!CallerKind.wantsPage(request)) {
			ClientRegistration way = wayAtOnce(request);
			String path = (way != null) ? this.paths.startOf(way.getRegistrationId()) : this.signInPage;
			SignInRequiredAnswer.write(request, response, ended, this.site.path(request, path));
		}
		else if (ended != null) {
			redirect(target(this.signInPage, request).queryParam("error", ended.code()), request, response);
		}
		else if (isSigningOut(request)) {
			redirect(UriComponentsBuilder.fromUriString(this.signInPage).queryParam("logout"), request, response);
		}
		else if (this.start == null) {
			redirect(target(this.signInPage, request), request, response);
		}
		else {
			signIn(this.start, request, response);
		}
	}

	private void signIn(Filter start, HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException {
		ClientRegistration way = wayAtOnce(request);
		if (way != null) {
			String path = this.paths.startOf(way.getRegistrationId());
			start.doFilter(request, response,
					(passedOn, unchanged) -> redirect(target(path, request), request, response));
			return;
		}
		if (this.suppression.hasLostSession(request) && this.lostSessions.next() >= 0) {
			logger.warn(Texts.OPERATORS.inBoth("web.session-lost"));
		}
		redirect(target(this.signInPage, request), request, response);
	}

	private void redirect(UriComponentsBuilder target, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		this.redirectStrategy.sendRedirect(request, response, target.build(true).toUriString());
	}

	/**
	 * Whether the visitor, whose session is gone, wanted to sign out. The request may be
	 * dispatched to the page of an error by now.
	 */
	private boolean isSigningOut(HttpServletRequest request) {
		String path = RequestPath.of(request);
		if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String failed
				&& failed.startsWith(request.getContextPath())) {
			path = failed.substring(request.getContextPath().length());
		}
		return path.equals(this.paths.logout());
	}

	private UriComponentsBuilder target(String path, HttpServletRequest request) {
		UriComponentsBuilder target = UriComponentsBuilder.fromUriString(path);
		String returnTo = this.targets.ofProtectedPage(request);
		if (returnTo != null) {
			target.queryParam(LoginPaths.RETURN_TO, ReturnTarget.asParameter(returnTo));
		}
		return target;
	}

	/**
	 * Returns the registration with which a sign-in starts at once: none if there is a
	 * choice or automatic sign-ins are suppressed, and none after a callback that did not
	 * sign the visitor in, because the cookie that prevents a loop is in the response and
	 * not yet in the request.
	 */
	private @Nullable ClientRegistration wayAtOnce(HttpServletRequest request) {
		boolean atOnce = WeComCallback.of(request) == null && !this.suppression.isActive(request)
				&& this.suppression.endOfSession(request) == null;
		return atOnce ? this.clientRegistrations.onlyWay() : null;
	}

}
