package io.github.wecomlogin.web;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.attempt.AttemptStore;
import io.github.wecomlogin.authentication.CodeResult;
import io.github.wecomlogin.authentication.ReplayCache;
import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.authentication.SignInBulkhead.Admission;
import io.github.wecomlogin.authentication.SignInPermit;
import io.github.wecomlogin.authentication.SignInTimeout;
import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.util.Deadline;
import io.github.wecomlogin.util.IpAddresses;
import io.github.wecomlogin.web.request.ParkedRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Processes a callback that fits an attempt of this browser. The first one with a code
 * calls WeCom within the limits of {@link SignInBulkhead}; a repeated one gets the result
 * of the first.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class CallbackProcessor {

	private final AttemptStore attempts;

	private final SignInBulkhead bulkhead;

	private final ReplayCache replays;

	private final SignInTimeout timeout;

	private final CallbackRedirects redirects;

	private final CallbackDispatcher dispatcher;

	/**
	 * Creates the processor.
	 * @param attempts stores used attempts
	 * @param bulkhead limits concurrent sign-ins
	 * @param replays the results of codes
	 * @param timeout the time budget of a sign-in
	 * @param redirects answers callbacks that need no processing
	 * @param dispatcher passes callbacks on to Spring Security's filter
	 */
	public CallbackProcessor(AttemptStore attempts, SignInBulkhead bulkhead, ReplayCache replays, SignInTimeout timeout,
			CallbackRedirects redirects, CallbackDispatcher dispatcher) {
		this.attempts = attempts;
		this.bulkhead = bulkhead;
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
		if (use == mine && !mine.result().isDone()) {
			enter(attempt, mine, request, response, filterChain);
			return;
		}
		Deadline deadline = this.timeout.start();
		CompletableFuture<CodeResult> result = this.replays.repeat(use, deadline);
		if (result.isDone() || !ParkedRequest.isSupported(request)) {
			repeat(attempt, use, result, request, response, filterChain);
			return;
		}
		ParkedRequest.park(request, response, result, parkingTime(deadline), (asyncRequest, asyncResponse,
				chain) -> repeat(attempt, use, result, asyncRequest, asyncResponse, chain), () -> {
				});
	}

	/**
	 * Processes the first callback with a code as soon as a place is free.
	 */
	private void enter(Attempt attempt, ReplayCache.Use use, HttpServletRequest request, HttpServletResponse response,
			FilterChain filterChain) throws ServletException, IOException {
		String address = this.dispatcher.clientAddress(request);
		Deadline deadline = this.timeout.start();
		CompletableFuture<Admission> admission = this.bulkhead.enter(IpAddresses.client(address), deadline,
				ParkedRequest.isSupported(request));
		if (admission.isDone()) {
			decided(attempt, use, address, admission.join(), request, response, filterChain);
			return;
		}
		ParkedRequest.park(
				request, response, admission, parkingTime(deadline), (asyncRequest, asyncResponse,
						chain) -> decided(attempt, use, address, admission.join(), asyncRequest, asyncResponse, chain),
				() -> {
					this.replays.abandon(use);
					if (!admission.cancel(false) && admission.join().permit() != null) {
						admission.join().permit().close();
					}
				});
	}

	// The futures complete at the deadline; this is for a container that does not
	// dispatch then
	private static Duration parkingTime(Deadline deadline) {
		return deadline.remaining().plusSeconds(10);
	}

	/**
	 * Processes an admitted callback. If it is refused, attempt and code are left as they
	 * are, so that the same callback can be repeated.
	 */
	private void decided(Attempt attempt, ReplayCache.Use use, String address, Admission admission,
			HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws ServletException, IOException {
		SignInPermit permit = admission.permit();
		if (permit == null) {
			// Before the answer, after which the callback may be repeated at once
			this.replays.abandon(use);
			this.dispatcher.refuse(WeComCallback.busy(use, attempt, admission.retryAfter(), address), WeComRefusal.BUSY,
					request, response, filterChain);
			return;
		}
		try (permit) {
			permit.start();
			WeComCallback callback = WeComCallback.accepted(attempt, permit, use, address);
			accept(callback, attempt, request, response, filterChain);
			if (callback.userId() != null && callback.refusal() == null) {
				permit.signedIn();
			}
		}
		catch (Throwable ex) {
			leaveUnused(attempt, request, response);
			throw ex;
		}
		finally {
			this.replays.abandon(use);
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
	private void repeat(Attempt attempt, ReplayCache.Use use, CompletableFuture<CodeResult> shared,
			HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws ServletException, IOException {
		CodeResult result = this.replays.valid(use, shared.getNow(CodeResult.BUSY));
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
