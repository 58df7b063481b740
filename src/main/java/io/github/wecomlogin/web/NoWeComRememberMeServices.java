package io.github.wecomlogin.web;

import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.RememberMeServices;

/**
 * Excludes members who signed in with WeCom from remember-me: a remembered member would
 * be signed in again after leaving the company, and WeCom signs members in without a
 * click anyway.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class NoWeComRememberMeServices implements RememberMeServices {

	private final RememberMeServices others;

	public NoWeComRememberMeServices(RememberMeServices others) {
		this.others = others;
	}

	@Override
	public @Nullable Authentication autoLogin(HttpServletRequest request, HttpServletResponse response) {
		return this.others.autoLogin(request, response);
	}

	@Override
	public void loginFail(HttpServletRequest request, HttpServletResponse response) {
		this.others.loginFail(request, response);
	}

	@Override
	public void loginSuccess(HttpServletRequest request, HttpServletResponse response,
			Authentication successfulAuthentication) {
		if (!(successfulAuthentication.getPrincipal() instanceof WeComUser)) {
			this.others.loginSuccess(request, response, successfulAuthentication);
		}
	}

}
