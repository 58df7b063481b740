package io.github.wecomlogin.web;

import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.user.WeComSignInDetails;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Gives sign-ins with WeCom their {@link WeComSignInDetails}, and those with other
 * providers what Spring Security gives them.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SignInDetailsSource
		implements AuthenticationDetailsSource<HttpServletRequest, WebAuthenticationDetails> {

	@Override
	public WebAuthenticationDetails buildDetails(HttpServletRequest request) {
		WeComCallback callback = WeComCallback.of(request);
		return (callback != null) ? callback.details(request) : new WebAuthenticationDetails(request);
	}

}
