package io.github.wecomlogin.token;

import java.io.IOException;
import java.util.List;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalNotice;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.web.SiteAddress;
import io.github.wecomlogin.web.WeComRefusalHandler;
import io.github.wecomlogin.web.request.Browser;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Hands a sign-in or its refusal over and redirects to the return target, where the front
 * end fetches it. {@code busy} is answered by the application's
 * {@link WeComRefusalHandler}, because the same callback can be sent again. Only
 * {@code cookies_blocked} is named in the URL, with the parameters {@code error} and
 * {@code ref}: a browser that keeps no cookies cannot be given it otherwise, and a front
 * end that starts sign-ins by itself must stop.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class HandOverHandler implements AuthenticationSuccessHandler, WeComRefusalHandler {

	private final HandOverCookies cookies;

	private final WeComRegistrations registrations;

	private final AttemptStore attempts;

	private final SiteAddress site;

	private final WeComRefusalHandler busyHandler;

	/**
	 * Creates the handler.
	 * @param cookies carry the hand-over
	 * @param registrations the registrations of WeCom
	 * @param attempts know the return targets
	 * @param site the address of the application
	 * @param busyHandler answers {@code busy}
	 */
	public HandOverHandler(HandOverCookies cookies, WeComRegistrations registrations, AttemptStore attempts,
			SiteAddress site, WeComRefusalHandler busyHandler) {
		this.cookies = cookies;
		this.registrations = registrations;
		this.attempts = attempts;
		this.site = site;
		this.busyHandler = busyHandler;
	}

	@Override
	public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) throws IOException {
		WeComCallback callback = WeComCallback.of(request);
		if (callback == null || !(authentication.getPrincipal() instanceof WeComUser user)) {
			throw new IllegalStateException("Not a sign-in with WeCom");
		}
		this.cookies.save(callback.registration(), HandOver.of(user), request, response);
		Attempt attempt = callback.attempt();
		redirect(this.site.toReturnTarget(request, (attempt != null) ? attempt.returnTo() : null), request, response);
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, WeComRefusalNotice refusal,
			String signInPage) throws IOException, ServletException {
		if (refusal.refusal() == WeComRefusal.BUSY) {
			this.busyHandler.handle(request, response, refusal, signInPage);
			return;
		}
		WeComCallback callback = WeComCallback.of(request);
		// PendingMemberHandler has handed over the member of a first callback
		if (refusal.refusal() != WeComRefusal.NO_ACCOUNT || callback == null
				|| callback.memberWithoutAccount() == null) {
			handOver(callback, refusal, request, response);
		}
		if (refusal.refusal() == WeComRefusal.COOKIES_BLOCKED) {
			redirect(refusal.addTo(this.site.toReturnTarget(request, null)), request, response);
		}
		else {
			redirect(this.site.toReturnTarget(request, returnTo(request)), request, response);
		}
	}

	/**
	 * Hands a refusal over. A repeated callback, or one without the member's consent,
	 * does not replace the member who may still bind an account.
	 */
	private void handOver(@Nullable WeComCallback callback, WeComRefusalNotice refusal, HttpServletRequest request,
			HttpServletResponse response) {
		HandOverCookies.Found found = this.cookies.find(request);
		if (refusal.refusal() == WeComRefusal.NO_ACCOUNT && found != null && found.handOver().isPending()) {
			this.cookies.keepPending(found, refusal.reference(), request, response);
			return;
		}
		WeComRegistration registration = (callback != null) ? callback.registration()
				: this.registrations.iterator().next();
		this.cookies.save(registration, HandOver.of(refusal), request, response);
	}

	/**
	 * Reads the query, because the parameters of a refused callback are replaced.
	 */
	private @Nullable String returnTo(HttpServletRequest request) {
		List<String> states = UriComponentsBuilder.newInstance()
			.query(request.getQueryString())
			.build()
			.getQueryParams()
			.getOrDefault(OAuth2ParameterNames.STATE, List.of());
		return (states.size() == 1) ? this.attempts.findReturnTarget(String.valueOf(states.get(0)), request) : null;
	}

	private static void redirect(String location, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		// Else the page has that of the authorization page, #wechat_redirect
		boolean ownFragment = location.indexOf('#') < 0 && Browser.of(request) == Browser.WECOM;
		response.sendRedirect(ownFragment ? location + "#" : location);
	}

}
