package io.github.wecomlogin.client.http;

/**
 * One attempt to send a call: its limits, and whether anything was sent.
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
	 * Records the end of a request of this attempt.
	 * @param maybeSent whether any part of it may have reached WeCom
	 */
	void executed(boolean maybeSent) {
		this.executed = true;
		// An interceptor of a customizer may execute a request more than once
		this.sent = this.sent || maybeSent;
	}

	/**
	 * Whether certainly nothing of the call reached WeCom. Never certain with a
	 * customizer's own request factory.
	 */
	public boolean isKnownUnsent() {
		return this.executed && !this.sent;
	}

}
