package io.github.wecomlogin.client;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a client knows of the WeCom API without asking it anything.
 *
 * @param lastSuccess when a call was answered the last time, or {@code null} for never
 * @param lastFailure when a call failed the last time for a reason that is not about one
 * member or code, or {@code null} for never
 * @param failure how it failed then, or {@code null}
 * @param circuit whether calls are made at all
 * @param tokenUsableUntil until when the token is used that the node had last, or
 * {@code null} if it had none
 */
public record ClientState(@Nullable Instant lastSuccess, @Nullable Instant lastFailure,
		@Nullable WeComApiException failure, Circuit circuit, @Nullable Instant tokenUsableUntil) {

	/**
	 * Whether calls are made.
	 */
	public enum Circuit {

		/**
		 * Yes, as usual.
		 */
		CLOSED,

		/**
		 * No: too many calls in a row got no answer.
		 */
		OPEN,

		/**
		 * One, to see whether there is an answer again.
		 */
		HALF_OPEN

	}

}
