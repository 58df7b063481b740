package io.github.wecomlogin.login;

import java.time.Duration;
import java.util.concurrent.ConcurrentMap;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Keeps visitors with invented codes from using up the calls that WeCom grants the
 * company: a code that WeCom rejects counts against that limit, a genuine one does not
 * (D/90312). Each client address may bring so many, one a minute is forgiven. All
 * addresses together may bring {@value #ADDRESSES} times as many; after that only those
 * from which somebody has signed in lately may go on.
 *
 * <p>
 * What is counted is what is missing until an address may bring the full number again, as
 * the moment at which that will be so: an address that owes nothing takes no memory.
 */
final class RejectedCodes {

	private static final Duration FORGIVEN_EVERY = Duration.ofMinutes(1);

	private static final long PERIOD = FORGIVEN_EVERY.toNanos();

	private static final int ADDRESSES = 25;

	private static final Duration TRUSTED_FOR = Duration.ofHours(24);

	// More than can be there: all addresses together are stopped long before
	private static final int MAX_ADDRESSES = 10_000;

	private final int allowed;

	private final Ticker ticker;

	private final ConcurrentMap<String, Long> settledAt;

	private final ConcurrentMap<String, Boolean> trusted;

	private long allSettledAt;

	/**
	 * Starts without anything having been counted.
	 * @param allowed how many one address may bring at once, or 0 for no limit
	 */
	RejectedCodes(int allowed, Ticker ticker) {
		this.allowed = allowed;
		this.ticker = ticker;
		this.settledAt = Caffeine.newBuilder()
			.executor(Runnable::run)
			.expireAfterWrite(FORGIVEN_EVERY.multipliedBy(allowed + 1L))
			.maximumSize(MAX_ADDRESSES)
			.ticker(ticker)
			.<String, Long>build()
			.asMap();
		this.trusted = Caffeine.newBuilder()
			.executor(Runnable::run)
			.expireAfterWrite(TRUSTED_FOR)
			.maximumSize(MAX_ADDRESSES)
			.ticker(ticker)
			.<String, Boolean>build()
			.asMap();
		this.allSettledAt = ticker.read();
	}

	/**
	 * Whether another code may come from there.
	 */
	boolean isOpenTo(String address) {
		if (this.allowed == 0) {
			return true;
		}
		long now = this.ticker.read();
		return isRoom(owed(this.settledAt.get(address), now), PERIOD, this.allowed)
				&& (isTrusted(address) || isRoomForAll(now));
	}

	/**
	 * Counts a code as rejected.
	 * @return {@code false} if there are too many already, and nothing was counted
	 */
	boolean add(String address) {
		if (this.allowed == 0) {
			return true;
		}
		long now = this.ticker.read();
		if (!addTo(address, now)) {
			return false;
		}
		if (!addToAll(isTrusted(address), now)) {
			removeFrom(address, now);
			return false;
		}
		return true;
	}

	/**
	 * Takes back what was counted: the code was not rejected.
	 */
	void remove(String address) {
		if (this.allowed > 0) {
			long now = this.ticker.read();
			removeFrom(address, now);
			removeFromAll();
		}
	}

	/**
	 * Somebody brought a genuine code from there.
	 */
	void trust(String address) {
		if (this.allowed > 0) {
			this.trusted.put(address, true);
		}
	}

	/**
	 * Returns how many addresses something is known of.
	 */
	int size() {
		return this.settledAt.size() + this.trusted.size();
	}

	private boolean isTrusted(String address) {
		return this.trusted.containsKey(address);
	}

	private boolean addTo(String address, long now) {
		while (true) {
			Long before = this.settledAt.get(address);
			long owed = owed(before, now);
			if (!isRoom(owed, PERIOD, this.allowed)) {
				return false;
			}
			Long after = now + owed + PERIOD;
			if ((before != null) ? this.settledAt.replace(address, before, after)
					: this.settledAt.putIfAbsent(address, after) == null) {
				return true;
			}
		}
	}

	private void removeFrom(String address, long now) {
		this.settledAt.computeIfPresent(address,
				(key, before) -> (before - PERIOD - now > 0) ? Long.valueOf(before - PERIOD) : null);
	}

	private synchronized boolean isRoomForAll(long now) {
		return isRoom(owed(this.allSettledAt, now), PERIOD / ADDRESSES, this.allowed * ADDRESSES);
	}

	/**
	 * Counts one for all addresses: also above the limit for those who are trusted, so
	 * that it can be taken back.
	 */
	private synchronized boolean addToAll(boolean trusted, long now) {
		if (!trusted && !isRoomForAll(now)) {
			return false;
		}
		this.allSettledAt = now + owed(this.allSettledAt, now) + PERIOD / ADDRESSES;
		return true;
	}

	private synchronized void removeFromAll() {
		this.allSettledAt -= PERIOD / ADDRESSES;
	}

	/**
	 * Returns how long it takes until everything is forgiven.
	 */
	private static long owed(@Nullable Long settledAt, long now) {
		return (settledAt != null) ? Math.max(0, settledAt - now) : 0;
	}

	private static boolean isRoom(long owed, long period, int allowed) {
		return owed <= period * (allowed - 1L);
	}

}
