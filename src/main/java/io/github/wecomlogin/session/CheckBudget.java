package io.github.wecomlogin.session;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;

import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStoreException;
import org.jspecify.annotations.Nullable;

/**
 * How often WeCom may be asked about members of one company, by all nodes together if
 * they share a store. Sessions that have to be checked have as much again in reserve.
 * <p>
 * Where more sessions are due than may be checked, each is checked less often rather than
 * some of them never: the interval grows until there is enough for all, and shrinks
 * again.
 */
final class CheckBudget {

	private static final Duration WINDOW = Duration.ofMinutes(1);

	/**
	 * How many a node takes from the shared store at once, so that it need not ask each
	 * time.
	 */
	private static final int CHUNK = 50;

	private static final int TRIES = 20;

	private final int perMinute;

	private final Duration shortest;

	private final Duration longest;

	private final @Nullable SealedStore store;

	private final Clock clock;

	private Duration interval;

	private long window;

	/**
	 * How many have been given out in this minute, as far as this node knows.
	 */
	private int given;

	private int inHand;

	private boolean exhausted;

	CheckBudget(SessionCheckSettings settings, @Nullable SealedStore store, Clock clock) {
		this.perMinute = settings.checksPerMinute();
		this.shortest = settings.interval();
		// So that there is time left before the grace is over
		Duration most = settings.grace().multipliedBy(3).dividedBy(4);
		this.longest = (most.compareTo(this.shortest) > 0) ? most : this.shortest;
		this.store = store;
		this.clock = clock;
		this.interval = this.shortest;
		this.window = currentWindow();
	}

	/**
	 * Returns how long a session may go on at the moment before it is due.
	 */
	synchronized Duration interval() {
		roll();
		return this.interval;
	}

	/**
	 * Takes one of what is left in this minute.
	 * @param urgent whether the session cannot go on for long without
	 * @return whether WeCom may be asked
	 */
	synchronized boolean take(boolean urgent) {
		roll();
		if (this.inHand == 0) {
			this.inHand = fetch(urgent);
		}
		if (this.inHand > 0) {
			this.inHand--;
			return true;
		}
		if (!urgent) {
			this.exhausted = true;
		}
		return false;
	}

	private int fetch(boolean urgent) {
		int limit = urgent ? this.perMinute * 2 : this.perMinute;
		// Urgent ones one by one once the rest is used up, or others would get them too
		int wanted = (this.given < this.perMinute) ? CHUNK : 1;
		if (this.store != null && this.given < limit) {
			try {
				return fetch(this.store, limit);
			}
			catch (SharedStoreException ex) {
				// Each node for itself until the store is back
			}
		}
		int granted = granted(this.given, limit, wanted);
		this.given += granted;
		return granted;
	}

	private int fetch(SealedStore store, int limit) {
		String name = "checks|" + this.window;
		for (int i = 0; i < TRIES; i++) {
			SealedStore.Entry entry = store.get(name);
			int given = (entry != null) ? read(entry.value()) : 0;
			int granted = granted(given, limit, (given < this.perMinute) ? CHUNK : 1);
			if (granted == 0) {
				this.given = given;
				return 0;
			}
			byte[] value = ByteBuffer.allocate(Integer.BYTES).putInt(given + granted).array();
			Duration timeToLive = WINDOW.multipliedBy(2);
			if (((entry != null) ? store.replace(entry, value, timeToLive)
					: store.putIfAbsent(name, value, timeToLive)) != null) {
				this.given = given + granted;
				return granted;
			}
		}
		throw new SharedStoreException("What may be asked was changed by others all the time");
	}

	private int granted(int given, int limit, int wanted) {
		int edge = (given < this.perMinute) ? this.perMinute : limit;
		return Math.max(0, Math.min(wanted, edge - given));
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
		this.inHand = 0;
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

}
