package io.github.wecomlogin.event;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Exponential backoff for failed handlers.
 *
 * @param first the delay after the first failure, doubled after each further one
 * @param longest the maximum delay
 * @param attempts the maximum number of attempts
 */
record RetryDelays(Duration first, Duration longest, int attempts) {

	RetryDelays() {
		this(Duration.ofSeconds(1), Duration.ofMinutes(1), 8);
	}

	/**
	 * Returns the delay after an attempt, or {@code null} after the last one.
	 */
	@Nullable Duration after(int attempt) {
		if (attempt >= this.attempts) {
			return null;
		}
		Duration delay = this.first.multipliedBy(1L << Math.min(attempt - 1, 20));
		return (delay.compareTo(this.longest) < 0) ? delay : this.longest;
	}

}
