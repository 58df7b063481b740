package io.github.wecomlogin.client.http;

import java.time.Duration;

import io.github.wecomlogin.util.Deadline;

/**
 * Time and size limits of a call.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param deadline the deadline of the work that the call belongs to
 * @param timeout the time limit of the call itself
 * @param answerBytes the maximum size of the response
 */
public record CallLimits(Deadline deadline, Duration timeout, int answerBytes) {

	/**
	 * Maximum size of an ordinary response. A member with all fields has a few kilobytes.
	 */
	public static final int ANSWER_BYTES = 1024 * 1024;

	/**
	 * Maximum size of a list. 50,000 departments or a tag with 100,000 members have about
	 * 10 MB.
	 */
	public static final int LIST_BYTES = 32 * 1024 * 1024;

	/**
	 * Returns the limits of a list, which is slow (D/90208) and read in the background:
	 * only the deadline applies.
	 */
	public static CallLimits ofList(Deadline deadline) {
		return new CallLimits(deadline, deadline.remaining(), LIST_BYTES);
	}

	public Duration remaining() {
		return this.deadline.remainingAtMost(this.timeout);
	}

}
