package io.github.wecomlogin.login;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Serves the sign-in page of a chain that brings none: Spring Security's own would show
 * neither why somebody was refused nor Chinese.
 */
final class SignInPageFilter extends OncePerRequestFilter {

	static final String PATH = "/login";

	private final WeComLogin login;

	private final WeComClientRegistrationRepository clientRegistrations;

	SignInPageFilter(WeComLogin login, WeComClientRegistrationRepository clientRegistrations) {
		this.login = login;
		this.clientRegistrations = clientRegistrations;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws ServletException, IOException {
		if (!"GET".equals(request.getMethod()) || !PATH.equals(RequestPath.of(request))) {
			filterChain.doFilter(request, response);
			return;
		}
		SignInPage page = new SignInPage(Messages.language(request), request.getContextPath(),
				ReturnTarget.ofParameter(request));
		WeComRefusal refusal = addNotice(page, request);
		if (refusal == null || refusal.isWorthTryingAgain()) {
			for (ClientRegistration registration : this.clientRegistrations.ways()) {
				page.addWay(registration.getRegistrationId(), name(registration, Messages.language(request)));
			}
		}
		byte[] html = page.html().getBytes(StandardCharsets.UTF_8);
		response.setContentType(MediaType.TEXT_HTML_VALUE);
		response.setCharacterEncoding(StandardCharsets.UTF_8.name());
		response.setHeader("Content-Security-Policy", SignInPage.CONTENT_SECURITY_POLICY);
		response.setContentLength(html.length);
		response.getOutputStream().write(html);
	}

	private String name(ClientRegistration registration, Locale language) {
		WeComRegistration wecom = this.login.registrations().find(registration.getRegistrationId());
		return (wecom != null && wecom.name() == null) ? Messages.text("page.wecom", language)
				: registration.getClientName();
	}

	private @Nullable WeComRefusal addNotice(SignInPage page, HttpServletRequest request) {
		String error = request.getParameter("error");
		WeComRefusal refusal = (error != null) ? WeComRefusal.ofCode(error) : this.login.pause().lastRefusal(request);
		if (refusal != null) {
			page.showRefusal(refusal);
		}
		else if (error != null) {
			page.showUnknownFailure();
		}
		else if (this.login.pause().isSignedOut(request) || request.getParameter("logout") != null) {
			page.showSignedOut();
		}
		return refusal;
	}

}
