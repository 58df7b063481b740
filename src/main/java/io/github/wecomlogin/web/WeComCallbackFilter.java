package io.github.wecomlogin.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.attempt.SignInState;
import io.github.wecomlogin.authentication.CodeResult;
import io.github.wecomlogin.authentication.ReplayCache;
import io.github.wecomlogin.authentication.SignInGate;
import io.github.wecomlogin.authentication.SignInPass;
import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.config.WeComLogin;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.Deadline;
import io.github.wecomlogin.web.request.ClientAddress;
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
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;

/**
 * Stands in front of Spring Security's OAuth2 login and decides what that cannot tell
 * apart: whether a callback of WeCom belongs to an attempt of this browser (then it goes
 * on), to another (refused), or to one that was lost (started once more). Costs no call
 * to WeCom in any case.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class WeComCallbackFilter implements Filter {

	private static final int MAX_CODE_LENGTH = 512;

	// WeCom does not say what a code is made of; one that is blank is none
	private static final Pattern CODE = Pattern
		.compile("[!-~]{0," + MAX_CODE_LENGTH + "}| {1," + MAX_CODE_LENGTH + "}");

	private static final Pattern STATE = Pattern.compile("[a-zA-Z0-9]{0," + SignInState.MAX_LENGTH + "}");

	// What WeChat's older pages send instead of a code when somebody refuses
	private static final String DENIED = "authdeny";

	private final RedirectStrategy redirectStrategy = new DefaultRedirectStrategy();

	private final WeComRegistrations registrations;

	private final AttemptStore attempts;

	private final SignInPause pause;

	private final SignInGate gate;

	private final ReplayCache replays;

	private final Duration timeout;

	private final LoginPaths paths;

	private final ReturnTargets targets;

	private final SignInObservation observation;

	private final ClientAddress clientAddress;

	private final SignInRollback rollback;

	private final WeComFailureHandler failureHandler;

	private final SecurityContextHolderStrategy securityContextHolderStrategy;

	public WeComCallbackFilter(WeComLogin login, LoginPaths paths, ReturnTargets targets, SignInObservation observation,
			ClientAddress clientAddress, SignInRollback rollback, WeComFailureHandler failureHandler,
			SecurityContextHolderStrategy securityContextHolderStrategy) {
		this.registrations = login.registrations();
		this.attempts = login.attempts();
		this.pause = login.pause();
		this.gate = login.gate();
		this.replays = login.replays();
		this.timeout = login.signInTimeout();
		this.paths = paths;
		this.targets = targets;
		this.observation = observation;
		this.clientAddress = clientAddress;
		this.rollback = rollback;
		this.failureHandler = failureHandler;
		this.securityContextHolderStrategy = securityContextHolderStrategy;
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
		else {
			handle(registration, request, response, filterChain);
		}
	}

	private void handle(WeComRegistration registration, HttpServletRequest request, HttpServletResponse response,
			FilterChain filterChain) throws ServletException, IOException {
		String state = single(request, OAuth2ParameterNames.STATE);
		String code = single(request, OAuth2ParameterNames.CODE);
		if (!STATE.matcher(state).matches() || !CODE.matcher(code).matches()) {
			goOnOrRefuse(registration, WeComRefusal.ATTEMPT_MISMATCH, request, response, filterChain);
			return;
		}
		boolean cancelled = code.isBlank() || DENIED.equals(code);
		List<Attempt> found = this.attempts.find(request);
		Attempt attempt = fitting(found, registration, state);
		if (attempt != null) {
			fits(registration, attempt, cancelled ? null : code, request, response, filterChain);
		}
		else if (found.stream().anyMatch((each) -> !each.used())) {
			goOnOrRefuse(registration, WeComRefusal.ATTEMPT_MISMATCH, request, response, filterChain);
		}
		else {
			gone(registration, state, cancelled, request, response, filterChain);
		}
	}

	private void fits(WeComRegistration registration, Attempt attempt, @Nullable String code,
			HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws ServletException, IOException {
		if ((attempt.used() || code == null) && isSignedIn()) {
			redirect(request, response, this.targets.withinApplication(request, attempt.returnTo()));
		}
		else if (attempt.used() && this.pause.isSet(request)) {
			redirect(request, response, pausedSignInPage(request));
		}
		else if (code == null) {
			this.attempts.save(attempt.asUsed(), request, response);
			refuse(registration, attempt.way(), WeComRefusal.CANCELLED, request, response, filterChain);
		}
		else {
			ReplayCache.Use mine = ReplayCache.Use.of(registration, attempt, code);
			ReplayCache.Use use = this.replays.join(mine);
			if (use != mine || mine.result().isDone()) {
				repeat(attempt, use, request, response, filterChain);
				return;
			}
			try {
				enter(attempt, mine, request, response, filterChain);
			}
			finally {
				this.replays.abandon(mine);
			}
		}
	}

	/**
	 * Processes the first callback with a code as soon as there is room. If there is
	 * none, attempt and code are left as they are, so that the same callback can come
	 * again.
	 */
	private void enter(Attempt attempt, ReplayCache.Use use, HttpServletRequest request, HttpServletResponse response,
			FilterChain filterChain) throws ServletException, IOException {
		String address = this.clientAddress.find(request);
		SignInPass pass = this.gate.enter(ClientAddress.of(address), Deadline.after(this.timeout));
		if (pass == null) {
			refuse(use.registration(), attempt.way(), WeComRefusal.BUSY, request, response, filterChain);
			return;
		}
		try (pass) {
			WeComCallback callback = WeComCallback.accepted(attempt, pass, use, address);
			accept(callback, attempt, request, response, filterChain);
			if (callback.trail().userId() != null && callback.trail().refusal() == null) {
				pass.signedIn();
			}
		}
		catch (Throwable ex) {
			leaveUnused(attempt, request, response);
			throw ex;
		}
	}

	/**
	 * Keeps the attempt as it was if the application failed before there was a session:
	 * then the missing session says nothing about the browser's cookies.
	 */
	private void leaveUnused(Attempt attempt, HttpServletRequest request, HttpServletResponse response) {
		if (!attempt.used() && !isSignedIn() && !response.isCommitted()) {
			this.attempts.save(attempt, request, response);
		}
	}

	/**
	 * Answers a callback whose code has been sent to WeCom with the result of the first
	 * one. Makes no call.
	 */
	private void repeat(Attempt attempt, ReplayCache.Use use, HttpServletRequest request, HttpServletResponse response,
			FilterChain filterChain) throws ServletException, IOException {
		CodeResult result = this.replays.repeat(use, this.gate, Deadline.after(this.timeout));
		if (result.refusal() == null) {
			accept(WeComCallback.repeated(attempt, use, result, this.clientAddress.find(request)), attempt, request,
					response, filterChain);
		}
		else if (isSignedIn()) {
			redirect(request, response, this.targets.withinApplication(request, attempt.returnTo()));
		}
		else {
			if (result.refusal() != WeComRefusal.BUSY) {
				this.attempts.save(attempt.asUsed(), request, response);
			}
			refuse(WeComCallback.repeated(attempt, use, result, this.clientAddress.find(request)), result.refusal(),
					request, response, filterChain);
		}
	}

	private void accept(WeComCallback callback, Attempt attempt, HttpServletRequest request,
			HttpServletResponse response, FilterChain filterChain) throws ServletException, IOException {
		this.attempts.save(attempt.asUsed(), request, response);
		callback.storeIn(request);
		forgetRolesOfWhoeverIsSignedIn(callback.registration());
		this.observation.observe(callback, this.rollback.guard(filterChain, callback, this.failureHandler), request,
				response);
	}

	private void gone(WeComRegistration registration, String state, boolean cancelled, HttpServletRequest request,
			HttpServletResponse response, FilterChain filterChain) throws ServletException, IOException {
		if (isSignedIn()) {
			redirect(request, response, "/");
		}
		else if (this.pause.isSet(request)) {
			redirect(request, response, pausedSignInPage(request));
		}
		else if (cancelled) {
			refuse(registration, null, WeComRefusal.CANCELLED, request, response, filterChain);
		}
		else if (SignInState.isRestarted(state)) {
			refuse(registration, null, WeComRefusal.COOKIES_BLOCKED, request, response, filterChain);
		}
		else {
			redirect(request, response, this.paths.restartOf(registration.registrationId(),
					this.attempts.findReturnTarget(state, request)));
		}
	}

	private void goOnOrRefuse(WeComRegistration registration, WeComRefusal refusal, HttpServletRequest request,
			HttpServletResponse response, FilterChain filterChain) throws ServletException, IOException {
		if (isSignedIn()) {
			redirect(request, response, "/");
		}
		else {
			refuse(registration, null, refusal, request, response, filterChain);
		}
	}

	/**
	 * Lets Spring Security's filter fail, so that the chain's own failure handler is
	 * asked.
	 */
	private void refuse(WeComRegistration registration, @Nullable SignInWay way, WeComRefusal refusal,
			HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws ServletException, IOException {
		refuse(WeComCallback.refused(registration, way, refusal, this.clientAddress.find(request)), refusal, request,
				response, filterChain);
	}

	private void refuse(WeComCallback callback, WeComRefusal refusal, HttpServletRequest request,
			HttpServletResponse response, FilterChain filterChain) throws ServletException, IOException {
		callback.storeIn(request);
		this.observation.observe(callback, filterChain, new RefusedCallbackRequest(request, refusal), response);
	}

	private String pausedSignInPage(HttpServletRequest request) {
		WeComRefusal refusal = this.pause.lastRefusal(request);
		String page = this.paths.signInPage();
		return (refusal != null) ? page + "?error=" + refusal.code() : page;
	}

	private void redirect(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
		this.redirectStrategy.sendRedirect(request, response, path);
	}

	private boolean isSignedIn() {
		Authentication authentication = this.securityContextHolderStrategy.getContext().getAuthentication();
		return authentication != null && authentication.isAuthenticated()
				&& !(authentication instanceof AnonymousAuthenticationToken);
	}

	/**
	 * Where several factors are asked for, Spring Security lets a new sign-in inherit the
	 * authorities of an older one if both have the same name. But another application's
	 * or company's member of that name has other roles, and the member's own may have
	 * been withdrawn. Only what says how somebody signed in may be inherited.
	 */
	private void forgetRolesOfWhoeverIsSignedIn(WeComRegistration registration) {
		Authentication current = this.securityContextHolderStrategy.getContext().getAuthentication();
		if (current != null && current.getPrincipal() instanceof WeComUser user) {
			SecurityContext context = this.securityContextHolderStrategy.createEmptyContext();
			if (current.isAuthenticated() && user.getCorpId().equals(registration.application().corpId())) {
				context.setAuthentication(onlyFactors(current, user));
			}
			this.securityContextHolderStrategy.setContext(context);
		}
	}

	private static Authentication onlyFactors(Authentication authentication, WeComUser user) {
		List<? extends GrantedAuthority> factors = authentication.getAuthorities()
			.stream()
			.filter(FactorGrantedAuthority.class::isInstance)
			.toList();
		return new OAuth2AuthenticationToken(user, factors, user.getRegistrationId());
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
	 * Returns a parameter, empty if it is absent and too long for anything if it is there
	 * more than once.
	 */
	private static String single(HttpServletRequest request, String name) {
		String[] values = RequestParameters.values(request, name);
		if (values.length == 0) {
			return "";
		}
		return (values.length == 1) ? values[0] : "!".repeat(MAX_CODE_LENGTH + 1);
	}

}
