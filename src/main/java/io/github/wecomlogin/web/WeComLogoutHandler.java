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
 * Voids the attempts and the hand-over of the browser and the code results of the member
 * on logout, and suppresses automatic sign-ins for five minutes or until the next click.
 * Part of the logout of every chain with {@code oauth2Login}. A bean of this type is
 * there for applications that sign out in another way, such as a controller that deletes
 * a token:
 *
 * <pre class="code">
 * &#64;PostMapping("/api/logout")
 * void logout(HttpServletRequest request, HttpServletResponse response, Authentication authentication) {
 *     this.tokens.delete(authentication);
 *     this.weComLogoutHandler.logout(request, response, authentication);
 * }
 * </pre>
 *
 * Without that call, the next page that the browser opens inside WeCom would sign the
 * member in again without a click.
 */
public final class WeComLogoutHandler implements LogoutHandler {

	private final AttemptStore attempts;

	private final ChangeStamps stamps;

	private final SignInSuppression suppression;

	private final ReturnTargetRequestCache.Cookie returnTargets;

	private final LogoutHandler handOver;

	/**
	 * Creates the handler.
	 * @param attempts the attempts of the browser
	 * @param stamps the change stamps
	 * @param suppression suppresses automatic sign-ins
	 * @param returnTargets the page that the browser asked for
	 * @param handOver voids what was handed over to the browser
	 */
	public WeComLogoutHandler(AttemptStore attempts, ChangeStamps stamps, SignInSuppression suppression,
			ReturnTargetRequestCache.Cookie returnTargets, LogoutHandler handOver) {
		this.attempts = attempts;
		this.stamps = stamps;
		this.suppression = suppression;
		this.returnTargets = returnTargets;
		this.handOver = handOver;
	}

	@Override
	public void logout(HttpServletRequest request, HttpServletResponse response,
			@Nullable Authentication authentication) {
		if (authentication != null && authentication.getPrincipal() instanceof WeComUser user) {
			this.stamps.memberChanged(user.getCorpId(), user.getName());
		}
		this.attempts.clear(request, response);
		this.returnTargets.remove(request, response);
		this.handOver.logout(request, response, authentication);
		this.suppression.signedOut(request, response);
	}

}
