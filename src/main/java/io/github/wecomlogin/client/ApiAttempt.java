package io.github.wecomlogin.client;

import java.time.Duration;

/**
 * One sending of a call: what it may cost, how long it waits before it begins, and
 * whether anything went out.
 */
final class ApiAttempt {

	private final CallLimits limits;

	private final Duration pause;

	private volatile boolean executed;

	private volatile boolean sent;

	ApiAttempt(CallLimits limits, Duration pause) {
		this.limits = limits;
		this.pause = pause;
	}

	CallLimits limits() {
		return this.limits;
	}

	/**
	 * Returns the time to wait before the request is sent.
	 */
	Duration pause() {
		return this.pause;
	}

	/**
	 * Notes how a request of this attempt ended.
	 * @param maybeSent whether any of it may have reached WeCom
	 */
	void executed(boolean maybeSent) {
		this.executed = true;
		// A customizer's interceptor may have executed it more than once
		this.sent = this.sent || maybeSent;
	}

	/**
	 * Whether certainly nothing of the call reached WeCom. If a customizer brings a
	 * request factory of its own, that is never certain.
	 */
	boolean isKnownUnsent() {
		return this.executed && !this.sent;
	}

}
