package io.github.wecomlogin.token;

import java.io.IOException;

import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Hands a member without an account over to the page that binds one, before the failure
 * is answered.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class PendingMemberHandler implements AuthenticationFailureHandler {

	private final HandOverCookies cookies;

	private final AuthenticationFailureHandler failureHandler;

	public PendingMemberHandler(HandOverCookies cookies, AuthenticationFailureHandler failureHandler) {
		this.cookies = cookies;
		this.failureHandler = failureHandler;
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
