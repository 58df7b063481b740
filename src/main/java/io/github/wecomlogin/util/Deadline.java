package io.github.wecomlogin.util;

import java.time.Duration;

/**
 * The time limit of a piece of work, such as a sign-in, shared by all calls made for it.
 */
public final class Deadline implements Comparable<Deadline> {

	private final long nanoTime;

	private Deadline(long nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Returns a deadline that starts now.
	 * @param budget the time available
	 * @return the deadline
	 */
	public static Deadline after(Duration budget) {
		return new Deadline(System.nanoTime() + budget.toNanos());
	}

	/**
	 * Returns the remaining time.
	 * @return zero or more
	 */
	public Duration remaining() {
		return Duration.ofNanos(Math.max(0, this.nanoTime - System.nanoTime()));
	}

	public Duration remainingAtMost(Duration limit) {
		Duration remaining = remaining();
		return (remaining.compareTo(limit) < 0) ? remaining : limit;
	}

	@Override
	public int compareTo(Deadline other) {
		return Long.signum(this.nanoTime - other.nanoTime);
	}

}
