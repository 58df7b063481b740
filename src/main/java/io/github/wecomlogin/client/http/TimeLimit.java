package io.github.wecomlogin.client.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Aborts an operation at a fixed time. A socket timeout would not do, because it restarts
 * with every byte received.
 */
final class TimeLimit {

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	/**
	 * Starts the time limit.
	 * @param time the time limit
	 * @param abort aborts the operation
	 */
	TimeLimit(Duration time, Runnable abort) {
		this.end.orTimeout(time.toNanos(), TimeUnit.NANOSECONDS).whenComplete((nothing, timeout) -> {
			if (timeout != null) {
				abort.run();
			}
		});
	}

	boolean isOver() {
		return this.end.isCompletedExceptionally();
	}

	/**
	 * Stops the time limit.
	 * @return whether the operation ended in time
	 */
	boolean stop() {
		return this.end.complete(null);
	}

}
