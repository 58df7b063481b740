package io.github.wecomlogin.client.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends something that does not end in time, whatever it is doing: a timeout of the socket
 * would begin anew with each byte that comes.
 */
final class TimeLimit {

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	/**
	 * Starts the clock.
	 * @param time how long it may take
	 * @param breakOff ends it
	 */
	TimeLimit(Duration time, Runnable breakOff) {
		this.end.orTimeout(time.toNanos(), TimeUnit.NANOSECONDS).whenComplete((nothing, timeout) -> {
			if (timeout != null) {
				breakOff.run();
			}
		});
	}

	boolean isOver() {
		return this.end.isCompletedExceptionally();
	}

	/**
	 * Stops the clock.
	 * @return whether it ended in time
	 */
	boolean stop() {
		return this.end.complete(null);
	}

}
