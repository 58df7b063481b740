package io.github.wecomlogin.authentication;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Adaptive concurrency limit: additive increase, multiplicative decrease (AIMD). Grows
 * with each call that WeCom answers within {@code SLOW} while at least half of the limit
 * is in use, and shrinks by a tenth with each call that takes longer, answered or not.
 * Moderately slow answers do not shrink it: WeCom's load does not depend on this node,
 * and fewer calls would only be served later. Also predicts waiting times. Smaller than a
 * library for it, such as Netflix's concurrency-limits, which does not queue without
 * threads. Guarded by its owner's lock.
 */
final class ConcurrencyLimit {

	static final int INITIAL = 32;

	private static final int MIN = 4;

	private static final long SLOW = Duration.ofSeconds(2).toNanos();

	private static final double INCREASE = 0.5;

	private static final double DECREASE = 0.9;

	// By which the best service time ages with each call
	private static final double AGING = 1.02;

	private static final double SLOW_AGING = 1.5;

	// A pause of this length, as of a garbage collector, is no sign that WeCom hangs
	private static final long PAUSE = Duration.ofSeconds(2).toNanos();

	private final int max;

	private final Ticker ticker;

	private double limit;

	private int inFlight;

	private int running;

	private double bestNanos;

	private long progressAt;

	ConcurrencyLimit(int max, Ticker ticker) {
		this.max = max;
		this.ticker = ticker;
		this.limit = Math.min(INITIAL, max);
	}

	boolean hasRoom() {
		return this.inFlight < current();
	}

	int current() {
		return (int) this.limit;
	}

	int inFlight() {
		return this.inFlight;
	}

	void acquire() {
		this.inFlight++;
	}

	/**
	 * Starts an acquired call, once the server has a thread for it.
	 * @return the start time, for {@link #release}
	 */
	long start() {
		long now = this.ticker.read();
		if (this.running++ == 0) {
			this.progressAt = now;
		}
		return now;
	}

	/**
	 * Ends a call and adapts the limit. A failure that comes quickly says nothing about
	 * WeCom's pace.
	 */
	void release(@Nullable Long startedAt, boolean succeeded) {
		boolean inUse = this.inFlight-- >= this.limit / 2;
		if (startedAt == null) {
			return;
		}
		this.running--;
		this.progressAt = this.ticker.read();
		double nanos = Math.max(1, this.progressAt - startedAt);
		boolean slow = nanos > SLOW;
		if (!succeeded && !slow) {
			return;
		}
		// A single slow call among quick ones is no pace
		double aged = this.bestNanos * (slow ? SLOW_AGING : AGING);
		this.bestNanos = (this.bestNanos == 0) ? nanos : Math.min(nanos, aged);
		if (slow) {
			this.limit = Math.max(Math.min(MIN, this.max), this.limit * DECREASE);
		}
		else if (inUse) {
			this.limit = Math.min(this.max, this.limit + INCREASE);
		}
	}

	/**
	 * Predicts when a queued call will start, at the best pace measured recently: in a
	 * rush, service times fall as the rest of the server's work is done. Without
	 * completed calls, the prediction is zero for {@code PAUSE}; a WeCom that hangs then
	 * makes it grow.
	 * @param position the position in the queue, starting with 1
	 */
	Duration waitingTime(int position) {
		return Duration.ofNanos((long) (position * (double) serviceTime().toNanos() / reachable()));
	}

	/**
	 * Predicts how long a call will take.
	 */
	Duration serviceTime() {
		long stalled = (this.running > 0) ? this.ticker.read() - this.progressAt - PAUSE : 0;
		return Duration.ofNanos(Math.max((long) this.bestNanos, stalled));
	}

	private int reachable() {
		return (this.limit >= INITIAL) ? this.max : current();
	}

}
