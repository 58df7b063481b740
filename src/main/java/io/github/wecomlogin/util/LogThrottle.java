package io.github.wecomlogin.util;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Keeps what visitors can bring about as often as they like from filling the log. Safe
 * for concurrent use.
 */
public final class LogThrottle {

	/**
	 * After which time lines are counted anew.
	 */
	public static final Duration PERIOD = Duration.ofSeconds(10);

	private final int lines;

	private final Ticker ticker;

	private long periodStart;

	private int written;

	private long leftOut;

	/**
	 * Creates a throttle.
	 * @param lines how many lines may be written in each {@link #PERIOD}
	 * @param ticker tells the time that goes by
	 */
	public LogThrottle(int lines, Ticker ticker) {
		this.lines = lines;
		this.ticker = ticker;
		this.periodStart = ticker.read();
	}

	/**
	 * Asks whether another line may be written.
	 * @return how many were left out since the last one, or -1 if this one is left out
	 * too
	 */
	public synchronized long next() {
		long now = this.ticker.read();
		if (now - this.periodStart >= PERIOD.toNanos()) {
			this.periodStart = now;
			this.written = 0;
		}
		if (this.written == this.lines) {
			this.leftOut++;
			return -1;
		}
		this.written++;
		long leftOut = this.leftOut;
		this.leftOut = 0;
		return leftOut;
	}

}
