package io.github.wecomlogin.client;

import java.util.Set;

import io.github.wecomlogin.client.http.ApiAttempt;

/**
 * Decides which failed calls are repeated: at most twice, at once, so that no request
 * thread sleeps. A call that may have spent a code or a ticket is not repeated once
 * anything may have been sent. Reading calls are repeated after passing errors, but not
 * after a timeout, which has used up the time already.
 * <p>
 * Spring's {@code RetryTemplate} is not used because its policy sees the exception only:
 * whether anything was sent is known to the {@link ApiAttempt}.
 */
final class CallRetries {

	/**
	 * Maximum number of repetitions of a call.
	 */
	static final int MAX_RETRIES = 2;

	private static final Set<String> ONLY_READING = Set.of(ApiPaths.GETTOKEN, ApiPaths.GETUSER,
			ApiPaths.DEPARTMENT_LIST, ApiPaths.TAG_GET);

	private final int maxRetries;

	CallRetries() {
		this(MAX_RETRIES);
	}

	CallRetries(int maxRetries) {
		this.maxRetries = maxRetries;
	}

	/**
	 * Returns whether a call is made again.
	 * @param failure how it failed
	 * @param attempt the attempt that failed
	 * @param repeated the number of repetitions so far
	 */
	boolean allowsAnother(WeComApiException failure, ApiAttempt attempt, int repeated) {
		return repeated < this.maxRetries && !Thread.currentThread().isInterrupted()
				&& isRepeatable(failure.getError(), ONLY_READING.contains(failure.getEndpoint()), attempt);
	}

	private static boolean isRepeatable(WeComError error, boolean onlyReads, ApiAttempt attempt) {
		if (error.code() != null) {
			return error.retry() == WeComError.Retry.LATER && (onlyReads || error.isRefusedBeforeWork());
		}
		if (error.equals(WeComError.TLS_FAILED) || error.equals(WeComError.PROXY_REFUSED)) {
			return false;
		}
		if (error.isConnectionFailure()) {
			return onlyReads || attempt.isKnownUnsent();
		}
		return error.equals(WeComError.SERVER_ERROR) && onlyReads;
	}

}
