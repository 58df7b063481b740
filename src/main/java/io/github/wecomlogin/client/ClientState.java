package io.github.wecomlogin.client;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * State of a client, obtained without calling WeCom.
 *
 * @param lastSuccess when a call last succeeded, or {@code null} if none has
 * @param lastFailure when a call last failed for a reason other than a single member or
 * code, or {@code null} if none has
 * @param failure the last failure, or {@code null}
 * @param circuit the state of the circuit breaker
 * @param tokenUsableUntil when the use of the latest token ends, or {@code null} if there
 * is none
 */
public record ClientState(@Nullable Instant lastSuccess, @Nullable Instant lastFailure,
		@Nullable WeComApiException failure, Circuit circuit, @Nullable Instant tokenUsableUntil) {

	/**
	 * State of a circuit breaker.
	 */
	public enum Circuit {

		/**
		 * Calls are made.
		 */
		CLOSED,

		/**
		 * Calls are rejected after too many consecutive failures.
		 */
		OPEN,

		/**
		 * A probe call is allowed or in progress.
		 */
		HALF_OPEN

	}

}
