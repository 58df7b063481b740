package io.github.wecomlogin.client.http;

import java.time.Duration;

import io.github.wecomlogin.util.Deadline;

/**
 * The limits of an API call, and whether any of its requests may have been sent.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ApiCall {

	/**
	 * Maximum size of an ordinary response. A member with all fields has a few kilobytes.
	 */
	public static final int ANSWER_BYTES = 1024 * 1024;

	/**
	 * Maximum size of a list. 50,000 departments or a tag with 100,000 members have about
	 * 10 MB.
	 */
	public static final int LIST_BYTES = 32 * 1024 * 1024;

	private final Deadline deadline;

	private final Duration timeout;

	private final int answerBytes;

	private volatile boolean executed;

	private volatile boolean sent;

	/**
	 * Creates a call.
	 * @param deadline the deadline of the work that the call belongs to
	 * @param timeout the time limit of each attempt
	 * @param answerBytes the maximum size of the response
	 */
	public ApiCall(Deadline deadline, Duration timeout, int answerBytes) {
		this.deadline = deadline;
		this.timeout = timeout;
		this.answerBytes = answerBytes;
	}

	/**
	 * Creates the call of a list, which is slow (D/90208) and read in the background:
	 * only the deadline applies.
	 */
	public static ApiCall ofList(Deadline deadline) {
		return new ApiCall(deadline, deadline.remaining(), LIST_BYTES);
	}

	public Duration timeout() {
		return this.timeout;
	}

	public int answerBytes() {
		return this.answerBytes;
	}

	/**
	 * Returns the time limit of the next attempt.
	 */
	public Duration remaining() {
		return this.deadline.remainingAtMost(this.timeout);
	}

	void executing() {
		this.executed = true;
	}

	void sending() {
		this.sent = true;
	}

	/**
	 * Whether certainly nothing of the call reached WeCom. Never certain with a
	 * customizer's own request factory.
	 */
	public boolean isKnownUnsent() {
		return this.executed && !this.sent;
	}

}
