package io.github.wecomlogin.client.http;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.hc.core5.io.Closer;

/**
 * Closes connections at a fixed time. A socket timeout would not do, because it restarts
 * with every byte received.
 */
final class TimeLimit {

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	TimeLimit(Duration time) {
		this.end.orTimeout(time.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Starts a shorter time limit, which also ends with this one.
	 */
	TimeLimit atMost(Duration time) {
		TimeLimit shorter = new TimeLimit(time);
		closeAtEnd(() -> shorter.end.completeExceptionally(new TimeoutException()));
		return shorter;
	}

	/**
	 * Closes a connection at the time limit, at once if that has passed.
	 */
	void closeAtEnd(Closeable connection) {
		this.end.whenComplete((stopped, timeout) -> {
			if (timeout != null) {
				Closer.closeQuietly(connection);
			}
		});
	}

	boolean isOver() {
		return this.end.isCompletedExceptionally();
	}

	/**
	 * Stops the time limit.
	 * @return whether it had not passed
	 */
	boolean stop() {
		return this.end.complete(null);
	}

}
