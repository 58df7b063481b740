package io.github.wecomlogin.web;

import java.io.IOException;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.authentication.AttemptRequests;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.registration.WeComRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;

/**
 * Answers a callback that is not processed with a redirect.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class CallbackRedirects {

	private final RedirectStrategy redirectStrategy = new DefaultRedirectStrategy();

	private final LoginPaths paths;

	private final ReturnTargets targets;

	private final SignInSuppression suppression;

	private final SecurityContextHolderStrategy securityContextHolderStrategy;

	private final WeComAuthorizationRequestResolver resolver;

	private final AttemptStore attempts;

	/**
	 * Creates the redirects.
	 * @param paths the paths of the chain
	 * @param targets turns a return target into a path of the application
	 * @param suppression suppresses automatic sign-ins
	 * @param securityContextHolderStrategy tells whether the browser is signed in
	 * @param resolver resolves the authorization request that asks for consent
	 * @param attempts stores its attempt
	 */
	public CallbackRedirects(LoginPaths paths, ReturnTargets targets, SignInSuppression suppression,
			SecurityContextHolderStrategy securityContextHolderStrategy, WeComAuthorizationRequestResolver resolver,
			AttemptStore attempts) {
		this.paths = paths;
		this.targets = targets;
		this.suppression = suppression;
		this.securityContextHolderStrategy = securityContextHolderStrategy;
		this.resolver = resolver;
		this.attempts = attempts;
	}

	String signInPage() {
		return this.paths.signInPage();
	}

	/**
	 * Redirects to the return target if the browser is signed in.
	 * @param returnTo the return target, or {@code null} for the home page
	 * @return whether the callback is answered
	 */
	boolean toTargetIfSignedIn(@Nullable String returnTo, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		if (!isSignedIn()) {
			return false;
		}
		response.sendRedirect(this.targets.location(request, returnTo));
		return true;
	}

	/**
	 * Redirects to the home page if the browser is signed in.
	 * @return whether the callback is answered
	 */
	boolean toHomeIfSignedIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!isSignedIn()) {
			return false;
		}
		redirect(request, response, "/");
		return true;
	}

	/**
	 * Redirects to the sign-in page, with the last refusal, if automatic sign-ins are
	 * suppressed.
	 * @return whether the callback is answered
	 */
	boolean toSignInPageIfPaused(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!this.suppression.isSet(request)) {
			return false;
		}
		WeComRefusalNotice refusal = this.suppression.lastRefusal(request);
		String page = signInPage();
		redirect(request, response, (refusal != null) ? refusal.addTo(page) : page);
		return true;
	}

	/**
	 * Redirects to a new sign-in whose state is marked as restarted.
	 */
	void toRestart(WeComRegistration registration, @Nullable String returnTo, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		redirect(request, response, this.paths.restartOf(registration.registrationId(), returnTo));
	}

	/**
	 * Redirects to WeCom's consent page, with an attempt that continues the current one.
	 */
	void toConsent(WeComRegistration registration, Attempt attempt, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		OAuth2AuthorizationRequest consent = this.resolver.withConsent(attempt, registration, request);
		this.attempts.save(AttemptRequests.attemptOf(consent), request, response);
		redirect(request, response, consent.getAuthorizationRequestUri());
	}

	boolean isSignedIn() {
		Authentication authentication = this.securityContextHolderStrategy.getContext().getAuthentication();
		return authentication != null && authentication.isAuthenticated()
				&& !(authentication instanceof AnonymousAuthenticationToken);
	}

	private void redirect(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
		this.redirectStrategy.sendRedirect(request, response, path);
	}

}
