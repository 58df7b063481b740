package io.github.wecomlogin.web.page;

import java.io.IOException;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.web.WeComRefusalHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;

/**
 * Redirects to the sign-in page with the refusal's code as the parameter {@code error}
 * and its reference as {@code ref}, so that a reload shows the same page and sends no
 * code. {@code busy} is answered at the callback itself, with 503, because the same
 * callback can be sent again.
 */
public final class RedirectingRefusalHandler implements WeComRefusalHandler {

	private final RedirectStrategy redirectStrategy = new DefaultRedirectStrategy();

	private final SignInPages pages;

	/**
	 * Creates the handler.
	 * @param pages writes the busy page
	 */
	public RedirectingRefusalHandler(SignInPages pages) {
		this.pages = pages;
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, WeComRefusalNotice refusal,
			String signInPage) throws IOException {
		if (refusal.refusal() == WeComRefusal.BUSY) {
			BusyAnswer.write(refusal, this.pages, signInPage, request, response);
			return;
		}
		this.redirectStrategy.sendRedirect(request, response, refusal.addTo(signInPage));
	}

}
