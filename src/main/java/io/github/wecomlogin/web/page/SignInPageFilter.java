package io.github.wecomlogin.web.page;

import java.io.IOException;
import java.util.Locale;

import io.github.wecomlogin.refusal.Messages;
import io.github.wecomlogin.registration.WeComClientRegistrationRepository;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.web.LoginPaths;
import io.github.wecomlogin.web.ReturnTargets;
import io.github.wecomlogin.web.request.Browser;
import io.github.wecomlogin.web.request.RequestLanguage;
import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.client.registration.ClientRegistration;

/**
 * Serves the sign-in page of a chain that configures none, in place of Spring Security's
 * generated page, which shows no refusals and no Chinese.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SignInPageFilter implements Filter {

	private final WeComRegistrations registrations;

	private final WeComClientRegistrationRepository clientRegistrations;

	private final SignInPages pages;

	private final SignInPageNotices notices;

	private final LoginPaths paths;

	private final ReturnTargets targets;

	public SignInPageFilter(WeComRegistrations registrations, WeComClientRegistrationRepository clientRegistrations,
			SignInPages pages, SignInPageNotices notices, LoginPaths paths, ReturnTargets targets) {
		this.registrations = registrations;
		this.clientRegistrations = clientRegistrations;
		this.pages = pages;
		this.notices = notices;
		this.paths = paths;
		this.targets = targets;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		filter((HttpServletRequest) request, (HttpServletResponse) response, filterChain);
	}

	private void filter(HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		boolean reading = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
		if (!reading || !this.paths.signInPage().equals(RequestPath.of(request))) {
			filterChain.doFilter(request, response);
			return;
		}
		RequestLanguage.choose(request, response);
		String returnTo = this.targets.ofParameter(request);
		SignInPage page = this.pages.begin(request, returnTo);
		page.setOtherLanguage(SignInPages.inOtherLanguage(request, returnTo));
		this.notices.add(page, request, returnTo);
		boolean usable = Browser.of(request).refusal() == null;
		for (ClientRegistration registration : this.clientRegistrations.ways()) {
			boolean wecom = this.registrations.find(registration.getRegistrationId()) != null;
			if (!wecom || usable) {
				page.addWay(this.paths.start(), registration.getRegistrationId(),
						name(registration, RequestLanguage.of(request)), wecom);
			}
		}
		ClientRegistration only = this.clientRegistrations.onlyWay();
		if (only != null && usable) {
			page.showPanel(LoginPanel.begin(only.getRegistrationId(), request, response));
		}
		this.pages.write(page, HttpStatus.OK, request, response);
	}

	private String name(ClientRegistration registration, Locale language) {
		String id = registration.getRegistrationId();
		WeComRegistration wecom = this.registrations.find(id);
		if (wecom == null || wecom.name() != null) {
			return registration.getClientName();
		}
		String name = Messages.text("page.wecom", language);
		// The id of the short form is no name that a member knows
		return (this.registrations.isSingle() || id.equals("wecom")) ? name : name + " (" + id + ")";
	}

}
