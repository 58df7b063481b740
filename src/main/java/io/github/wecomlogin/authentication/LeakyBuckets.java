package io.github.wecomlogin.authentication;

import java.time.Duration;
import java.util.concurrent.ConcurrentMap;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Leaky buckets, one for each key. Each holds {@code capacity} units and leaks one unit
 * per {@code period}. A bucket is kept as the time at which it will be empty, so an empty
 * bucket takes no memory. Safe for concurrent use.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class LeakyBuckets {

	private static final int MAX_BUCKETS = 50_000;

	private final int capacity;

	private final long period;

	private final Ticker ticker;

	private final ConcurrentMap<String, Long> emptyAt;

	public LeakyBuckets(int capacity, Duration period, Ticker ticker) {
		this.capacity = capacity;
		this.period = period.toNanos();
		this.ticker = ticker;
		this.emptyAt = Caffeine.newBuilder()
			.executor(Runnable::run)
			.expireAfter(Expiry.<String, Long>writing((key, time) -> Duration.ofNanos(level(time, ticker.read()))))
			.maximumSize(MAX_BUCKETS)
			.ticker(ticker)
			.<String, Long>build()
			.asMap();
	}

	/**
	 * Whether one more unit fits.
	 */
	boolean hasRoom(String key) {
		return hasRoom(this.emptyAt.get(key), this.ticker.read());
	}

	/**
	 * Adds a unit.
	 * @param force whether to add it above the capacity too
	 * @return {@code false} if the bucket is full, and nothing was added
	 */
	public boolean add(String key, boolean force) {
		long now = this.ticker.read();
		boolean[] added = new boolean[1];
		this.emptyAt.compute(key, (same, before) -> {
			added[0] = force || hasRoom(before, now);
			return added[0] ? Long.valueOf(now + level(before, now) + this.period) : before;
		});
		return added[0];
	}

	/**
	 * Takes a unit out.
	 */
	public void remove(String key) {
		long now = this.ticker.read();
		this.emptyAt.computeIfPresent(key,
				(same, before) -> (level(before, now) > this.period) ? Long.valueOf(before - this.period) : null);
	}

	/**
	 * Returns how many buckets are kept.
	 */
	int size() {
		return this.emptyAt.size();
	}

	private boolean hasRoom(@Nullable Long emptyAt, long now) {
		return level(emptyAt, now) <= this.period * (this.capacity - 1L);
	}

	/**
	 * Returns the time until the bucket is empty.
	 */
	private static long level(@Nullable Long emptyAt, long now) {
		return (emptyAt != null) ? Math.max(0, emptyAt - now) : 0;
	}

}
