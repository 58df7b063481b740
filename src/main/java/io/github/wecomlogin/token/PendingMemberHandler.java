package io.github.wecomlogin.token;

import java.io.IOException;

import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/**
 * Hands a member without an account over to the page that binds one, and voids that when
 * a member signs in, before the sign-in is answered.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class PendingMemberHandler implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

	private final HandOverCookies cookies;

	private final AuthenticationSuccessHandler successHandler;

	private final AuthenticationFailureHandler failureHandler;

	public PendingMemberHandler(HandOverCookies cookies, AuthenticationSuccessHandler successHandler,
			AuthenticationFailureHandler failureHandler) {
		this.cookies = cookies;
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
		if (WeComCallback.of(request) != null) {
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
			this.cookies.save(callback.registration(), HandOver.of(member).withoutAccount(), request, response);
		}
		this.failureHandler.onAuthenticationFailure(request, response, exception);
	}

}
