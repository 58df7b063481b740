package io.github.wecomlogin.login;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Gives sign-ins with WeCom their {@link WeComSignInDetails}, and those with other
 * providers what Spring Security gives them.
 */
final class SignInDetailsSource implements AuthenticationDetailsSource<HttpServletRequest, WebAuthenticationDetails> {

	@Override
	public WebAuthenticationDetails buildDetails(HttpServletRequest request) {
		WeComCallback callback = WeComCallback.of(request);
		return (callback != null) ? callback.details() : new WebAuthenticationDetails(request);
	}

}
