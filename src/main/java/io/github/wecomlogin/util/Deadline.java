package io.github.wecomlogin.util;

import java.time.Duration;

/**
 * The moment until which a piece of work, such as one sign-in, may take. Every call made
 * for it gets at most the time that is left.
 */
public final class Deadline {

	private final long nanoTime;

	private Deadline(long nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Starts the clock.
	 * @param budget the time the work may take from now on
	 * @return the deadline
	 */
	public static Deadline after(Duration budget) {
		return new Deadline(System.nanoTime() + budget.toNanos());
	}

	/**
	 * Returns the time that is left.
	 * @return zero or more
	 */
	public Duration remaining() {
		return Duration.ofNanos(Math.max(0, this.nanoTime - System.nanoTime()));
	}

	public Duration remainingAtMost(Duration limit) {
		Duration remaining = remaining();
		return (remaining.compareTo(limit) < 0) ? remaining : limit;
	}

}
