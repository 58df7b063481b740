package io.github.wecomlogin.web;

import java.io.IOException;
import java.util.List;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.attempt.ReturnTarget;
import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.WeComClientRegistrationRepository;
import io.github.wecomlogin.util.LogThrottle;
import io.github.wecomlogin.util.Texts;
import io.github.wecomlogin.web.request.CallerKind;
import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Redirects an anonymous navigation to the sign-in, at once if there is nothing to
 * choose. Answers every other request with 401.
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

	private final boolean chainHasPage;

	/**
	 * Creates the entry point.
	 * @param clientRegistrations the registrations of all providers
	 * @param suppression suppresses automatic sign-ins
	 * @param site the address of the application
	 * @param paths the paths of the chain
	 * @param targets determines the return target of a request
	 * @param chainHasPage whether the chain has a sign-in page of its own, which is then
	 * always shown
	 */
	public WeComAuthenticationEntryPoint(WeComClientRegistrationRepository clientRegistrations,
			SignInSuppression suppression, SiteAddress site, LoginPaths paths, ReturnTargets targets,
			boolean chainHasPage) {
		this.suppression = suppression;
		this.site = site;
		this.clientRegistrations = clientRegistrations;
		this.paths = paths;
		this.signInPage = paths.signInPage();
		this.targets = targets;
		this.chainHasPage = chainHasPage;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException authException) throws IOException, ServletException {
		WeComRefusal ended = this.suppression.endOfSession(request);
		if (!CallerKind.wantsPage(request)) {
			String path = startsAtOnce(request) ? signInPath() : this.signInPage;
			SignInRequiredAnswer.write(request, response, ended, this.site.path(request, path));
		}
		else if (ended != null) {
			this.redirectStrategy.sendRedirect(request, response,
					target(this.signInPage, request).queryParam("error", ended.code()).build(true).toUriString());
		}
		else if (isSigningOut(request)) {
			this.redirectStrategy.sendRedirect(request, response,
					UriComponentsBuilder.fromUriString(this.signInPage).queryParam("logout").build(true).toUriString());
		}
		else if (this.chainHasPage) {
			this.redirectStrategy.sendRedirect(request, response,
					target(this.signInPage, request).build(true).toUriString());
		}
		else {
			sendToSignIn(request, response);
		}
	}

	private void sendToSignIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
		String path = startsAtOnce(request) ? signInPath() : this.signInPage;
		if (this.suppression.hasLostSession(request) && this.lostSessions.next() >= 0) {
			logger.warn(Texts.OPERATORS.inBoth("web.session-lost"));
		}
		this.redirectStrategy.sendRedirect(request, response, target(path, request).build(true).toUriString());
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
		String returnTo = this.targets.ofPage(request);
		if (returnTo != null && !this.targets.isHome(request, returnTo)) {
			target.queryParam(LoginPaths.RETURN_TO, ReturnTarget.asParameter(returnTo));
		}
		return target;
	}

	/**
	 * Not after a callback that did not sign the visitor in: the cookie that prevents a
	 * loop is in the response and not yet in the request.
	 */
	private boolean startsAtOnce(HttpServletRequest request) {
		return WeComCallback.of(request) == null && !this.suppression.isActive(request)
				&& this.suppression.endOfSession(request) == null;
	}

	/**
	 * Returns where a sign-in begins: with several ways to sign in, on the page that
	 * shows the choice.
	 */
	private String signInPath() {
		List<ClientRegistration> ways = this.clientRegistrations.ways();
		return (ways.size() == 1) ? this.paths.startOf(ways.get(0).getRegistrationId()) : this.signInPage;
	}

}
