package io.github.wecomlogin.util;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Rate-limits log lines that untrusted requests can trigger. At most {@code lines} lines
 * are written per 10 seconds; the number of suppressed lines is returned with the next
 * one. Safe for concurrent use.
 */
public final class LogThrottle {

	/**
	 * Period in which lines are counted.
	 */
	public static final Duration PERIOD = Duration.ofSeconds(10);

	private final int lines;

	private final Ticker ticker;

	private long periodStart;

	private int written;

	private long suppressed;

	/**
	 * Creates a throttle.
	 * @param lines the maximum lines per {@link #PERIOD}
	 * @param ticker the time source
	 */
	public LogThrottle(int lines, Ticker ticker) {
		this.lines = lines;
		this.ticker = ticker;
		this.periodStart = ticker.read();
	}

	/**
	 * Returns what is added to a line after others were suppressed.
	 * @param suppressed what {@link #next()} returned
	 * @return an empty text if none were
	 */
	public static String remark(long suppressed) {
		return (suppressed > 0) ? " (" + Texts.OPERATORS.inBoth("suppressed", suppressed) + ")" : "";
	}

	/**
	 * Requests permission to write a line.
	 * @return the number of lines suppressed since the last one, or -1 if this line must
	 * be suppressed
	 */
	public synchronized long next() {
		long now = this.ticker.read();
		if (now - this.periodStart >= PERIOD.toNanos()) {
			this.periodStart = now;
			this.written = 0;
		}
		if (this.written == this.lines) {
			this.suppressed++;
			return -1;
		}
		this.written++;
		long suppressed = this.suppressed;
		this.suppressed = 0;
		return suppressed;
	}

}
