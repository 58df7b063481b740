package io.github.wecomlogin.web.page;

import java.io.IOException;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.util.LogThrottle;
import io.github.wecomlogin.web.RefusalLog;
import io.github.wecomlogin.web.ReturnTargetRequestCache;
import io.github.wecomlogin.web.ReturnTargets;
import io.github.wecomlogin.web.SignInRequiredAnswer;
import io.github.wecomlogin.web.SiteAddress;
import io.github.wecomlogin.web.WeComAuthorizationRequestResolver;
import io.github.wecomlogin.web.WeComRefusalHandler;
import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.firewall.RequestRejectedException;

/**
 * Answers a request that could not be redirected to WeCom. This is no failed sign-in, so
 * nothing is paused and the chain's failure handler is not called.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @see OAuth2AuthorizationRequestRedirectFilter#setAuthenticationFailureHandler
 */
public final class StartFailureHandler implements AuthenticationFailureHandler {

	private static final Log logger = LogFactory.getLog(StartFailureHandler.class);

	private final RedirectStrategy redirectStrategy = new DefaultRedirectStrategy();

	private final RefusalLog log = new RefusalLog(Ticker.systemTicker());

	private final LogThrottle failures = new LogThrottle(1, Ticker.systemTicker());

	private final WeComRefusalHandler refusalHandler;

	private final SiteAddress site;

	private final SignInPages pages;

	private final String signInPage;

	private final ReturnTargets targets;

	private final ReturnTargetRequestCache.Cookie carried;

	/**
	 * Creates the handler.
	 * @param refusalHandler answers refusals
	 * @param site the address of the application
	 * @param pages writes the page of an unknown registration
	 * @param signInPage the path of the sign-in page
	 * @param targets determine the page to come back to
	 * @param carried carries that page over a sign-in page
	 */
	public StartFailureHandler(WeComRefusalHandler refusalHandler, SiteAddress site, SignInPages pages,
			String signInPage, ReturnTargets targets, ReturnTargetRequestCache.Cookie carried) {
		this.refusalHandler = refusalHandler;
		this.site = site;
		this.pages = pages;
		this.signInPage = signInPage;
		this.targets = targets;
		this.carried = carried;
	}

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException, ServletException {
		if (exception.getCause() instanceof RequestRejectedException rejected) {
			// The firewall rejects a header: answered with 400, as elsewhere
			throw rejected;
		}
		if (exception.getCause() instanceof WeComAuthorizationRequestResolver.UnknownRegistrationException) {
			UnknownRegistrationAnswer.write(this.pages, this.signInPage, request, response);
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
			this.log.write(null, refusal);
			refuse(refusal, request, response);
			return;
		}
		WeComRefusalException refusal = new WeComRefusalException(WeComRefusal.MISCONFIGURED, exception);
		if (this.failures.next() >= 0) {
			logger.error("Could not start a sign-in with WeCom, reference " + refusal.getReference(), exception);
		}
		refuse(refusal, request, response);
	}

	private void refuse(WeComRefusalException refusal, HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException {
		this.refusalHandler.handle(request, response, refusal.toNotice(),
				this.targets.signInPage(request, this.carried.find(request)));
	}

}
