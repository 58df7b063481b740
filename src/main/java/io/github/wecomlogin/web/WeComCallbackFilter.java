package io.github.wecomlogin.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.regex.Pattern;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.attempt.SignInState;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.web.request.ParkedRequest;
import io.github.wecomlogin.web.request.RequestParameters;
import io.github.wecomlogin.web.request.RequestPath;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/**
 * Decides about a callback of WeCom what Spring Security's filter cannot tell apart. It
 * <em>fits</em> an attempt of this browser and is processed, it <em>differs</em> from all
 * of them and is refused, or the attempt is <em>gone</em> and one new sign-in is started.
 * Makes no call to WeCom.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class WeComCallbackFilter implements Filter {

	private static final int MAX_CODE_LENGTH = 512;

	// WeCom does not document the alphabet of codes. A blank one counts as none
	private static final Pattern CODE = Pattern
		.compile("[!-~]{0," + MAX_CODE_LENGTH + "}| {1," + MAX_CODE_LENGTH + "}");

	private static final Pattern STATE = Pattern.compile("[a-zA-Z0-9]{0," + SignInState.MAX_LENGTH + "}");

	// Sent by older pages of WeChat in place of a code when the member cancels
	private static final String DENIED = "authdeny";

	private final WeComRegistrations registrations;

	private final LoginPaths paths;

	private final AttemptStore attempts;

	private final CallbackProcessor processor;

	private final CallbackRedirects redirects;

	private final CallbackDispatcher dispatcher;

	/**
	 * Creates the filter.
	 * @param registrations the registrations of WeCom
	 * @param paths the paths of the chain
	 * @param attempts finds the attempts of a browser
	 * @param processor processes callbacks that fit
	 * @param redirects answers callbacks that need no processing
	 * @param dispatcher refuses all others
	 */
	public WeComCallbackFilter(WeComRegistrations registrations, LoginPaths paths, AttemptStore attempts,
			CallbackProcessor processor, CallbackRedirects redirects, CallbackDispatcher dispatcher) {
		this.registrations = registrations;
		this.paths = paths;
		this.attempts = attempts;
		this.processor = processor;
		this.redirects = redirects;
		this.dispatcher = dispatcher;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		filter((HttpServletRequest) request, (HttpServletResponse) response, filterChain);
	}

	private void filter(HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws IOException, ServletException {
		WeComRegistration registration = this.registrations.find(this.paths.calledBackId(RequestPath.of(request)));
		if (registration == null) {
			filterChain.doFilter(request, response);
		}
		else if (!"GET".equals(request.getMethod())) {
			response.setStatus(HttpStatus.METHOD_NOT_ALLOWED.value());
			response.setHeader(HttpHeaders.ALLOW, "GET");
		}
		else if (!ParkedRequest.resume(request, response, filterChain)) {
			handle(registration, request, response, filterChain);
		}
	}

	private void handle(WeComRegistration registration, HttpServletRequest request, HttpServletResponse response,
			FilterChain filterChain) throws ServletException, IOException {
		String state = single(request, OAuth2ParameterNames.STATE);
		String code = single(request, OAuth2ParameterNames.CODE);
		if (!STATE.matcher(state).matches() || !CODE.matcher(code).matches()) {
			differs(registration, request, response, filterChain);
			return;
		}
		boolean cancelled = code.isBlank() || DENIED.equals(code);
		List<Attempt> found = this.attempts.find(request);
		Attempt attempt = fitting(found, registration, state);
		if (attempt != null) {
			fits(registration, attempt, cancelled ? null : code, request, response, filterChain);
		}
		else if (found.stream().anyMatch((each) -> !each.used())) {
			differs(registration, request, response, filterChain);
		}
		else {
			gone(registration, state, cancelled, request, response, filterChain);
		}
	}

	private void fits(WeComRegistration registration, Attempt attempt, @Nullable String code,
			HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws ServletException, IOException {
		if ((attempt.used() || code == null)
				&& this.redirects.toTargetIfSignedIn(attempt.returnTo(), request, response)) {
			return;
		}
		if (attempt.used() && this.redirects.toSignInPageIfPaused(request, response)) {
			return;
		}
		if (code == null) {
			this.attempts.save(attempt.asUsed(), request, response);
			this.dispatcher.refuse(registration, attempt.way(),
					attempt.asksForConsent() ? WeComRefusal.NO_ACCOUNT : WeComRefusal.CANCELLED, request, response,
					filterChain);
			return;
		}
		this.processor.process(registration, attempt, code, request, response, filterChain);
	}

	private void differs(WeComRegistration registration, HttpServletRequest request, HttpServletResponse response,
			FilterChain filterChain) throws ServletException, IOException {
		if (!this.redirects.toHomeIfSignedIn(request, response)) {
			this.dispatcher.refuse(registration, null, WeComRefusal.ATTEMPT_MISMATCH, request, response, filterChain);
		}
	}

	private void gone(WeComRegistration registration, String state, boolean cancelled, HttpServletRequest request,
			HttpServletResponse response, FilterChain filterChain) throws ServletException, IOException {
		if (this.redirects.toHomeIfSignedIn(request, response)
				|| this.redirects.toSignInPageIfPaused(request, response)) {
			return;
		}
		if (cancelled) {
			this.dispatcher.refuse(registration, null, WeComRefusal.CANCELLED, request, response, filterChain);
		}
		else if (SignInState.isRestarted(state)) {
			this.dispatcher.refuse(registration, null, WeComRefusal.COOKIES_BLOCKED, request, response, filterChain);
		}
		else {
			this.redirects.toRestart(registration, this.attempts.findReturnTarget(state, request), request, response);
		}
	}

	private static @Nullable Attempt fitting(List<Attempt> attempts, WeComRegistration registration, String state) {
		byte[] expected = state.getBytes(StandardCharsets.US_ASCII);
		return attempts.stream()
			.filter((attempt) -> attempt.registrationId().equals(registration.registrationId()))
			.filter((attempt) -> MessageDigest.isEqual(expected, attempt.state().getBytes(StandardCharsets.US_ASCII)))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns a parameter: empty if it is absent, over the maximum length if it is
	 * repeated.
	 */
	private static String single(HttpServletRequest request, String name) {
		String[] values = RequestParameters.values(request, name);
		if (values.length == 0) {
			return "";
		}
		return (values.length == 1) ? values[0] : "!".repeat(MAX_CODE_LENGTH + 1);
	}

}
