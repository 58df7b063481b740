package io.github.wecomlogin.client.http;

/**
 * One sending of a call: its limits, and whether anything was sent.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ApiAttempt {

	private final CallLimits limits;

	private volatile boolean executed;

	private volatile boolean sent;

	public ApiAttempt(CallLimits limits) {
		this.limits = limits;
	}

	public CallLimits limits() {
		return this.limits;
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
	public boolean isKnownUnsent() {
		return this.executed && !this.sent;
	}

}
