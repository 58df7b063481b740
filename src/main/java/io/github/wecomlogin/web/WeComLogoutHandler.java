package io.github.wecomlogin.web;

import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.logout.LogoutHandler;

/**
 * Voids the attempts of the browser and the code results of the member on logout, and
 * suppresses automatic sign-ins until the next click.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class WeComLogoutHandler implements LogoutHandler {

	private final AttemptStore attempts;

	private final ChangeStamps stamps;

	private final SignInSuppression suppression;

	private final ReturnTargetRequestCache.Cookie returnTargets;

	public WeComLogoutHandler(AttemptStore attempts, ChangeStamps stamps, SignInSuppression suppression,
			ReturnTargetRequestCache.Cookie returnTargets) {
		this.attempts = attempts;
		this.stamps = stamps;
		this.suppression = suppression;
		this.returnTargets = returnTargets;
	}

	@Override
	public void logout(HttpServletRequest request, HttpServletResponse response,
			@Nullable Authentication authentication) {
		if (authentication != null && authentication.getPrincipal() instanceof WeComUser user) {
			this.stamps.memberChanged(user.getCorpId(), user.getName());
		}
		this.attempts.clear(request, response);
		this.returnTargets.remove(request, response);
		this.suppression.signedOut(request, response);
	}

}
