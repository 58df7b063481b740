package io.github.wecomlogin.token;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/**
 * Hands a member without an account over to the page that binds one, before the sign-in
 * is answered. Voids that when a sign-in with WeCom ends in another way, because the
 * browser may have come to another member.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class PendingMemberHandler implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

	// After which the same member may still bind an account
	private static final Set<WeComRefusal> KEPT = EnumSet.of(WeComRefusal.NO_ACCOUNT, WeComRefusal.CONSENT_REQUIRED,
			WeComRefusal.BUSY);

	private final HandOverCookies cookies;

	private final boolean voids;

	private final AuthenticationSuccessHandler successHandler;

	private final AuthenticationFailureHandler failureHandler;

	/**
	 * Creates the handler.
	 * @param cookies carry the hand-over
	 * @param voids {@code false} if every answer replaces the hand-over itself
	 * @param successHandler answers sign-ins
	 * @param failureHandler answers failed ones
	 */
	public PendingMemberHandler(HandOverCookies cookies, boolean voids, AuthenticationSuccessHandler successHandler,
			AuthenticationFailureHandler failureHandler) {
		this.cookies = cookies;
		this.voids = voids;
		this.successHandler = successHandler;
		this.failureHandler = failureHandler;
	}

	/**
	 * Voids nothing when the member signs in with another provider, perhaps to bind that
	 * account.
	 */
	@Override
	public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) throws IOException, ServletException {
		if (this.voids && WeComCallback.of(request) != null) {
			this.cookies.clear(request, response);
		}
		this.successHandler.onAuthenticationSuccess(request, response, authentication);
	}

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException, ServletException {
		WeComCallback callback = WeComCallback.of(request);
		WeComUser member = (callback != null) ? callback.memberWithoutAccount() : null;
		if (callback != null && member != null) {
			// A sign-in that continues with consent is not reported
			String reference = (exception instanceof WeComRefusalException refusal
					&& refusal.getRefusal() == WeComRefusal.NO_ACCOUNT) ? refusal.getReference() : null;
			this.cookies.save(callback.registration(), HandOver.of(member).withoutAccount(reference), request,
					response);
		}
		else if (this.voids && callback != null && !isKept(exception)) {
			this.cookies.clear(request, response);
		}
		this.failureHandler.onAuthenticationFailure(request, response, exception);
	}

	private static boolean isKept(AuthenticationException exception) {
		return exception instanceof WeComRefusalException refusal && KEPT.contains(refusal.getRefusal());
	}

}
