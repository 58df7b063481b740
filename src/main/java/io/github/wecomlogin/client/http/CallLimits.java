package io.github.wecomlogin.client.http;

import java.time.Duration;

import io.github.wecomlogin.util.Deadline;

/**
 * What one call may cost.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param deadline until when the work must be done that the call belongs to
 * @param timeout the longest time the call itself may take
 * @param answerBytes the size of the largest answer that is read
 */
public record CallLimits(Deadline deadline, Duration timeout, int answerBytes) {

	/**
	 * A member with all attributes is a few kilobytes.
	 */
	public static final int ANSWER_BYTES = 1024 * 1024;

	/**
	 * 50,000 departments, or a tag of 100,000 members, are about ten megabytes.
	 */
	public static final int LIST_BYTES = 32 * 1024 * 1024;

	/**
	 * Lists are slow (D/90208) and read in the background, so only the deadline counts.
	 */
	public static CallLimits ofList(Deadline deadline) {
		return new CallLimits(deadline, deadline.remaining(), LIST_BYTES);
	}

	public Duration remaining() {
		return this.deadline.remainingAtMost(this.timeout);
	}

}
