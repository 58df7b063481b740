package io.github.wecomlogin.login;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;

/**
 * Redirects to the sign-in page with the refusal's code as the parameter {@code error},
 * so that a reload shows the same page and sends no code to anybody.
 */
public final class RedirectingRefusalHandler implements WeComRefusalHandler {

	private final RedirectStrategy redirectStrategy = new DefaultRedirectStrategy();

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, WeComRefusal refusal,
			String signInPage) throws IOException {
		this.redirectStrategy.sendRedirect(request, response, signInPage + "?error=" + refusal.code());
	}

}
