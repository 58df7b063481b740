package io.github.wecomlogin.client;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Records when calls last succeeded and failed. A clear refusal of a member or code
 * counts as success, because it shows that WeCom and the configuration work.
 */
final class CallHistory {

	private final Clock clock;

	private volatile @Nullable Instant lastSuccess;

	private volatile @Nullable Failure lastFailure;

	CallHistory(Clock clock) {
		this.clock = clock;
	}

	<T> T record(Supplier<T> call) {
		try {
			T result = call.get();
			this.lastSuccess = this.clock.instant();
			return result;
		}
		catch (WeComApiException ex) {
			record(ex);
			throw ex;
		}
	}

	private void record(WeComApiException ex) {
		WeComError error = ex.getError();
		if (error.retry() == WeComError.Retry.WITH_NEW_CODE || error.saysMemberIsNotVisible()) {
			this.lastSuccess = this.clock.instant();
		}
		// The failures that opened the circuit are recorded already
		else if (!error.equals(WeComError.CIRCUIT_OPEN) && !Thread.currentThread().isInterrupted()) {
			this.lastFailure = new Failure(this.clock.instant(), ex);
		}
	}

	@Nullable Instant lastSuccess() {
		return this.lastSuccess;
	}

	@Nullable Failure lastFailure() {
		return this.lastFailure;
	}

	record Failure(Instant time, WeComApiException exception) {

	}

}
