package io.github.wecomlogin.authentication;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Adaptive concurrency limit (the <em>gradient</em> algorithm of Netflix's
 * concurrency-limits, whose library is larger than this class). Compares recent service
 * times with those of a longer period: the limit grows while both are alike, and shrinks
 * by at most a tenth per call once recent times are more than {@code TOLERANCE} times as
 * long. Also predicts waiting times. Guarded by its owner's lock.
 */
final class ConcurrencyLimit {

	static final int INITIAL = 32;

	private static final int MIN = 4;

	private static final double TOLERANCE = 2;

	private static final double SMOOTHING = 0.2;

	private static final int GROWTH = 4;

	private static final int RECENT_CALLS = 16;

	private static final int LONG_PERIOD_CALLS = 300;

	// A pause of this length, as of a garbage collector, is no sign that WeCom hangs
	private static final long PAUSE = Duration.ofSeconds(2).toNanos();

	private final int max;

	private final Ticker ticker;

	private double limit;

	private int inFlight;

	private double recentNanos;

	private double longNanos;

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

	/**
	 * Starts a call.
	 * @return the start time, for {@link #release}
	 */
	long acquire() {
		long now = this.ticker.read();
		if (this.inFlight++ == 0) {
			this.progressAt = now;
		}
		return now;
	}

	/**
	 * Ends a call and adapts the limit if at least half of it was in use. A failure that
	 * comes quickly says nothing about WeCom's pace.
	 */
	void release(long startedAt, boolean succeeded) {
		boolean inUse = this.inFlight-- >= this.limit / 2;
		this.progressAt = this.ticker.read();
		double nanos = Math.max(1, this.progressAt - startedAt);
		if (!succeeded && nanos <= this.longNanos) {
			return;
		}
		this.recentNanos = average(this.recentNanos, nanos, RECENT_CALLS);
		this.longNanos = average(this.longNanos, nanos, LONG_PERIOD_CALLS);
		if (this.longNanos > TOLERANCE * this.recentNanos) {
			this.longNanos *= 0.95;
		}
		if (inUse) {
			double gradient = Math.max(0.5, Math.min(1, TOLERANCE * this.longNanos / this.recentNanos));
			double change = SMOOTHING * (this.limit * (gradient - 1) + GROWTH);
			this.limit = Math.min(this.max, Math.max(MIN, this.limit + change));
		}
	}

	private static double average(double average, double value, int calls) {
		return (average != 0) ? average + (value - average) / calls : value;
	}

	/**
	 * Predicts when a queued call will start. Without completed calls, the prediction is
	 * zero for {@code PAUSE}; a WeCom that hangs then makes it grow.
	 * @param position the position in the queue, starting with 1
	 */
	Duration waitingTime(int position) {
		return Duration.ofNanos((long) (position * (double) serviceTime().toNanos() / current()));
	}

	/**
	 * Predicts how long a call will take.
	 */
	Duration serviceTime() {
		long stalled = (this.inFlight > 0) ? this.ticker.read() - this.progressAt - PAUSE : 0;
		return Duration.ofNanos(Math.max((long) this.recentNanos, stalled));
	}

}
