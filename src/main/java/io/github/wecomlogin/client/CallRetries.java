package io.github.wecomlogin.client;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * Decides which failed calls are made again, and after which pause. What may have spent a
 * code or a ticket is never sent twice; reading is repeated after disturbances, but not
 * after a timeout, which has cost enough time already.
 */
final class CallRetries {

	/**
	 * How often a call is repeated at most.
	 */
	static final int MOST = 2;

	/**
	 * Refused before any work because others were at work (D/90313).
	 */
	private static final int TOO_MANY_AT_ONCE = 45033;

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

	private static final Set<String> ONLY_READING = Set.of(ApplicationTokens.GETTOKEN, WeComClient.GETUSER,
			WeComClient.DEPARTMENT_LIST, WeComClient.TAG_GET);

	private final int most;

	private final Duration shortestPause;

	CallRetries() {
		this(MOST, SHORTEST_PAUSE);
	}

	/**
	 * Creates other retries.
	 * @param most how often a call is repeated at most
	 * @param shortestPause the shortest pause before the first repetition; the longest is
	 * four times that, and both double with each repetition
	 */
	CallRetries(int most, Duration shortestPause) {
		this.most = most;
		this.shortestPause = shortestPause;
	}

	/**
	 * Returns how long to wait before the call is made again.
	 * @param failure how it failed
	 * @param attempt the attempt that failed
	 * @param repeated how often the call was repeated before
	 * @return a random pause, so that nodes and members do not come back all at once;
	 * {@code null} if the call is not repeated
	 */
	@Nullable Duration pauseAfter(WeComApiException failure, ApiAttempt attempt, int repeated) {
		if (repeated >= this.most || Thread.currentThread().isInterrupted()
				|| !isRepeatable(failure.getError(), ONLY_READING.contains(failure.getEndpoint()), attempt)) {
			return null;
		}
		long shortest = this.shortestPause.toNanos() << repeated;
		return Duration.ofNanos(ThreadLocalRandom.current().nextLong(shortest, 4 * shortest + 1));
	}

	private static boolean isRepeatable(WeComError error, boolean onlyReads, ApiAttempt attempt) {
		Integer code = error.code();
		if (code != null) {
			return error.retry() == WeComError.Retry.LATER && (onlyReads || code == TOO_MANY_AT_ONCE);
		}
		if (error.equals(WeComError.UNREACHABLE)) {
			return onlyReads || attempt.isKnownUnsent();
		}
		return error.equals(WeComError.SERVER_ERROR) && onlyReads;
	}

}
