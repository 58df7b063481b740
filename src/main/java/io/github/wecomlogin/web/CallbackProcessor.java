package io.github.wecomlogin.web;

import java.io.IOException;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.authentication.CodeResult;
import io.github.wecomlogin.authentication.ReplayCache;
import io.github.wecomlogin.authentication.SignInGate;
import io.github.wecomlogin.authentication.SignInPass;
import io.github.wecomlogin.authentication.SignInTimeout;
import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.util.IpAddresses;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Processes a callback that fits an attempt of this browser. The first one with a code
 * calls WeCom within the limits of {@link SignInGate}; a repeated one gets the result of
 * the first.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class CallbackProcessor {

	private final AttemptStore attempts;

	private final SignInGate gate;

	private final ReplayCache replays;

	private final SignInTimeout timeout;

	private final CallbackRedirects redirects;

	private final CallbackDispatcher dispatcher;

	/**
	 * Creates the processor.
	 * @param attempts stores used attempts
	 * @param gate limits concurrent sign-ins
	 * @param replays the results of codes
	 * @param timeout the time budget of a sign-in
	 * @param redirects answers callbacks that need no processing
	 * @param dispatcher passes callbacks on to Spring Security's filter
	 */
	public CallbackProcessor(AttemptStore attempts, SignInGate gate, ReplayCache replays, SignInTimeout timeout,
			CallbackRedirects redirects, CallbackDispatcher dispatcher) {
		this.attempts = attempts;
		this.gate = gate;
		this.replays = replays;
		this.timeout = timeout;
		this.redirects = redirects;
		this.dispatcher = dispatcher;
	}

	/**
	 * Processes a callback with a code.
	 */
	void process(WeComRegistration registration, Attempt attempt, String code, HttpServletRequest request,
			HttpServletResponse response, FilterChain filterChain) throws ServletException, IOException {
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

	/**
	 * Processes the first callback with a code as soon as a place is free. If none is,
	 * attempt and code are left as they are, so that the same callback can be repeated.
	 */
	private void enter(Attempt attempt, ReplayCache.Use use, HttpServletRequest request, HttpServletResponse response,
			FilterChain filterChain) throws ServletException, IOException {
		String address = this.dispatcher.clientAddress(request);
		SignInPass pass = this.gate.enter(IpAddresses.client(address), this.timeout.start());
		if (pass == null) {
			// Before the answer, after which the callback may be repeated at once
			this.replays.abandon(use);
			this.dispatcher.refuse(use.registration(), attempt.way(), WeComRefusal.BUSY, request, response,
					filterChain);
			return;
		}
		try (pass) {
			WeComCallback callback = WeComCallback.accepted(attempt, pass, use, address);
			accept(callback, attempt, request, response, filterChain);
			if (callback.userId() != null && callback.refusal() == null) {
				pass.signedIn();
			}
		}
		catch (Throwable ex) {
			leaveUnused(attempt, request, response);
			throw ex;
		}
	}

	/**
	 * Restores the attempt if the application failed before a session was created: the
	 * missing session then does not mean that the browser blocks cookies.
	 */
	private void leaveUnused(Attempt attempt, HttpServletRequest request, HttpServletResponse response) {
		if (!attempt.used() && !this.redirects.isSignedIn() && !response.isCommitted()) {
			this.attempts.save(attempt, request, response);
		}
	}

	/**
	 * Answers a callback whose code has been sent to WeCom with the result of the first
	 * one. Makes no call.
	 */
	private void repeat(Attempt attempt, ReplayCache.Use use, HttpServletRequest request, HttpServletResponse response,
			FilterChain filterChain) throws ServletException, IOException {
		CodeResult result = this.replays.repeat(use, this.gate, this.timeout.start());
		WeComCallback callback = WeComCallback.repeated(attempt, use, result, this.dispatcher.clientAddress(request));
		if (result.refusal() == null) {
			accept(callback, attempt, request, response, filterChain);
		}
		else if (!this.redirects.toTargetIfSignedIn(attempt.returnTo(), request, response)) {
			if (result.refusal() != WeComRefusal.BUSY) {
				this.attempts.save(attempt.asUsed(), request, response);
			}
			this.dispatcher.refuse(callback, result.refusal(), request, response, filterChain);
		}
	}

	private void accept(WeComCallback callback, Attempt attempt, HttpServletRequest request,
			HttpServletResponse response, FilterChain filterChain) throws ServletException, IOException {
		this.attempts.save(attempt.asUsed(), request, response);
		this.dispatcher.accept(callback, request, response, filterChain);
	}

}
