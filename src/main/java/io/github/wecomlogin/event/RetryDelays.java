package io.github.wecomlogin.event;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When a handler that failed is asked again.
 *
 * @param first the pause after the first failure, twice as long after each further one
 * @param longest the longest pause
 * @param attempts how often it is asked in all
 */
record RetryDelays(Duration first, Duration longest, int attempts) {

	RetryDelays() {
		this(Duration.ofSeconds(1), Duration.ofMinutes(1), 8);
	}

	/**
	 * Returns the pause after an attempt, or {@code null} if it was the last one.
	 */
	@Nullable Duration after(int attempt) {
		if (attempt >= this.attempts) {
			return null;
		}
		Duration delay = this.first.multipliedBy(1L << Math.min(attempt - 1, 20));
		return (delay.compareTo(this.longest) < 0) ? delay : this.longest;
	}

}
