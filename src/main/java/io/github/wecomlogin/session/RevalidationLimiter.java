package io.github.wecomlogin.session;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStoreException;
import io.github.wecomlogin.util.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Rate limiter for the calls that check signed-in members of one company again. Allows
 * {@code wecom.session.rechecks-per-minute} checks per minute, counted over all nodes
 * that share a store, and as many again for urgent checks.
 * <p>
 * When more sessions are due than may be checked, the interval between checks grows by a
 * quarter per minute, up to three quarters of the grace period, so that every session is
 * still checked. It shrinks by 5 % per minute once the limit is no longer reached.
 * <p>
 * While the shared store does not answer, each node counts on its own.
 */
final class RevalidationLimiter {

	private static final Duration WINDOW = Duration.ofMinutes(1);

	/**
	 * Permits that a node reserves in the shared store at once, to save round trips.
	 */
	private static final int BATCH_SIZE = 50;

	private static final int MAX_FETCHES = 3;

	/**
	 * Maximum time to reserve permits while other nodes reserve theirs.
	 */
	private static final Duration RESERVATION_TIMEOUT = Duration.ofMillis(500);

	/**
	 * Maximum wait for a reservation that another request is making.
	 */
	private static final Duration MAX_WAIT = Duration.ofMillis(100);

	private static final Duration MAX_WAIT_IF_URGENT = Duration.ofSeconds(1);

	private final int perMinute;

	private final Duration shortest;

	private final Duration longest;

	private final @Nullable SealedStore store;

	private final Clock clock;

	/**
	 * Held while permits are reserved in the shared store, not while local ones are
	 * taken.
	 */
	private final ReentrantLock fetching = new ReentrantLock();

	private Duration interval;

	private long window;

	/**
	 * Permits given out in this minute by all nodes, as last read from the store.
	 */
	private int given;

	/**
	 * Permits reserved by this node: ordinary ones, and those for urgent checks.
	 */
	private int reserved;

	private int reservedForUrgent;

	private boolean exhausted;

	RevalidationLimiter(SessionCheckSettings settings, @Nullable SealedStore store, Clock clock) {
		this.perMinute = settings.checksPerMinute();
		this.shortest = settings.interval();
		// Leaves time for a check before the grace period ends
		Duration most = settings.grace().multipliedBy(3).dividedBy(4);
		this.longest = (most.compareTo(this.shortest) > 0) ? most : this.shortest;
		this.store = store;
		this.clock = clock;
		this.interval = this.shortest;
		this.window = currentWindow();
	}

	/**
	 * Returns the current interval between two checks of a session.
	 */
	synchronized Duration interval() {
		roll();
		return this.interval;
	}

	/**
	 * Takes a permit.
	 * @param urgent whether the session cannot continue much longer without a check
	 * @return whether WeCom may be called
	 */
	boolean take(boolean urgent) {
		if (takeReserved(urgent)) {
			return true;
		}
		if (!awaitTurn(urgent)) {
			// The permits left are unknown
			return urgent && takeWithoutStore();
		}
		try {
			for (int i = 0; i < MAX_FETCHES; i++) {
				if (takeReserved(urgent)) {
					return true;
				}
				Boolean taken = fetchAndTake(urgent);
				if (taken != null) {
					return taken;
				}
			}
			return urgent && takeWithoutStore();
		}
		finally {
			this.fetching.unlock();
		}
	}

	private boolean awaitTurn(boolean urgent) {
		try {
			return this.fetching.tryLock((urgent ? MAX_WAIT_IF_URGENT : MAX_WAIT).toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private synchronized boolean takeReserved(boolean urgent) {
		roll();
		if (this.reserved > 0) {
			this.reserved--;
			return true;
		}
		if (urgent && this.reservedForUrgent > 0) {
			this.reservedForUrgent--;
			return true;
		}
		return false;
	}

	/**
	 * Takes a permit without the shared store: this node counts on its own.
	 */
	private synchronized boolean takeWithoutStore() {
		roll();
		if (this.given >= this.perMinute * 2) {
			return false;
		}
		this.given++;
		return true;
	}

	/**
	 * Reserves permits and takes one of them.
	 * @return whether there was one, or {@code null} if a new minute has begun meanwhile
	 */
	private @Nullable Boolean fetchAndTake(boolean urgent) {
		long window;
		int given;
		synchronized (this) {
			window = this.window;
			given = this.given;
		}
		int limit = urgent ? this.perMinute * 2 : this.perMinute;
		Grant grant = new Grant(given, granted(given, limit));
		if (this.store != null && given < limit) {
			try {
				grant = fetch(this.store, window, limit);
			}
			catch (SharedStoreException ex) {
				// This node counts on its own
			}
		}
		return receive(window, grant, urgent);
	}

	private Grant fetch(SealedStore store, long window, int limit) {
		String name = "checks|" + window;
		Deadline deadline = Deadline.after(RESERVATION_TIMEOUT);
		while (deadline.remaining().toNanos() > 0) {
			SealedStore.Entry entry = store.get(name);
			int given = (entry != null) ? read(entry.value()) : 0;
			int granted = granted(given, limit);
			byte[] value = ByteBuffer.allocate(Integer.BYTES).putInt(given + granted).array();
			Duration timeToLive = WINDOW.multipliedBy(2);
			if (granted == 0 || ((entry != null) ? store.replace(entry, value, timeToLive)
					: store.putIfAbsent(name, value, timeToLive)) != null) {
				return new Grant(given, granted);
			}
		}
		throw new SharedStoreException("No permits could be reserved in time: other nodes kept changing the count");
	}

	/**
	 * Returns how many permits can be reserved after the given number, ordinary ones
	 * first.
	 */
	private int granted(int given, int limit) {
		int edge = (given < this.perMinute) ? this.perMinute : limit;
		return Math.max(0, Math.min(BATCH_SIZE, edge - given));
	}

	private synchronized @Nullable Boolean receive(long window, Grant grant, boolean urgent) {
		roll();
		if (window != this.window) {
			return null;
		}
		this.given = grant.given() + grant.granted();
		if (grant.given() < this.perMinute) {
			this.reserved += grant.granted();
		}
		else {
			this.reservedForUrgent += grant.granted();
		}
		boolean taken = takeReserved(urgent);
		if (!taken && !urgent) {
			this.exhausted = true;
		}
		return taken;
	}

	private static int read(byte[] value) {
		return (value.length == Integer.BYTES) ? ByteBuffer.wrap(value).getInt() : Integer.MAX_VALUE;
	}

	private void roll() {
		long now = currentWindow();
		if (now == this.window) {
			return;
		}
		if (this.exhausted) {
			this.interval = min(this.interval.multipliedBy(5).dividedBy(4), this.longest);
		}
		for (long i = this.exhausted ? 1 : 0; i < now - this.window && !this.interval.equals(this.shortest); i++) {
			this.interval = max(this.interval.multipliedBy(19).dividedBy(20), this.shortest);
		}
		this.exhausted = false;
		this.given = 0;
		this.reserved = 0;
		this.reservedForUrgent = 0;
		this.window = now;
	}

	private long currentWindow() {
		return Math.floorDiv(this.clock.millis(), WINDOW.toMillis());
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private static Duration max(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	/**
	 * Permits reserved in the store, or granted by this node on its own.
	 *
	 * @param given permits given out earlier in this minute
	 * @param granted permits granted now
	 */
	private record Grant(int given, int granted) {

	}

}
