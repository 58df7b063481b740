package io.github.wecomlogin.web;

import java.io.IOException;
import java.net.URI;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.authentication.WeComCallback;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.savedrequest.DefaultSavedRequest;

/**
 * Calls the chain's own success handler with the return target of the attempt in the
 * place where {@code HttpSessionRequestCache} keeps a saved request, because a handler
 * such as {@code SavedRequestAwareAuthenticationSuccessHandler} has a request cache of
 * its own. What the session had saved before, perhaps for another tab, is put back.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ReturnTargetSuccessHandler implements AuthenticationSuccessHandler {

	private static final String SAVED_REQUEST = "SPRING_SECURITY_SAVED_REQUEST";

	private final AuthenticationSuccessHandler chainsOwn;

	private final ReturnTargets targets;

	/**
	 * Creates the handler.
	 * @param chainsOwn the success handler of the chain
	 * @param targets writes return targets as URLs
	 */
	public ReturnTargetSuccessHandler(AuthenticationSuccessHandler chainsOwn, ReturnTargets targets) {
		this.chainsOwn = chainsOwn;
		this.targets = targets;
	}

	@Override
	public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) throws IOException, ServletException {
		WeComCallback callback = WeComCallback.of(request);
		Attempt attempt = (callback != null) ? callback.attempt() : null;
		HttpSession session = request.getSession(false);
		if (attempt == null || attempt.returnTo() == null || session == null) {
			this.chainsOwn.onAuthenticationSuccess(request, response, authentication);
			return;
		}
		Object before = session.getAttribute(SAVED_REQUEST);
		session.setAttribute(SAVED_REQUEST, savedRequest(request, attempt.returnTo()));
		try {
			this.chainsOwn.onAuthenticationSuccess(request, response, authentication);
		}
		finally {
			restore(request.getSession(false), before);
		}
	}

	private static void restore(@Nullable HttpSession session, @Nullable Object before) {
		if (session != null && session.getAttribute(SAVED_REQUEST) != null) {
			// Null removes the attribute
			session.setAttribute(SAVED_REQUEST, before);
		}
	}

	/**
	 * Of the type that Spring Security's JSON modules can read, since the session may be
	 * saved while the handler runs.
	 */
	private DefaultSavedRequest savedRequest(HttpServletRequest request, String returnTo) {
		URI url = URI.create(this.targets.absolute(request, returnTo));
		int defaultPort = "https".equals(url.getScheme()) ? 443 : 80;
		return new DefaultSavedRequest.Builder().setMethod("GET")
			.setScheme(url.getScheme())
			.setServerName(url.getHost())
			.setServerPort((url.getPort() > 0) ? url.getPort() : defaultPort)
			.setContextPath(request.getContextPath())
			.setServletPath("")
			.setRequestURI(url.getRawPath())
			.setRequestURL(url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath())
			.setQueryString(url.getRawQuery())
			.build();
	}

}
