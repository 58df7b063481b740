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

	private static final int TRIES_AT_THE_TURN_OF_A_MINUTE = 3;

	/**
	 * How long a request tries to get its share where other nodes take theirs.
	 */
	private static final Duration TIME_TO_FETCH = Duration.ofMillis(500);

	/**
	 * How long a request waits while another one asks the store. Who is not urgent may as
	 * well come with the next one.
	 */
	private static final Duration PATIENCE = Duration.ofMillis(100);

	private static final Duration PATIENCE_IF_URGENT = Duration.ofSeconds(1);

	private final int perMinute;

	private final Duration shortest;

	private final Duration longest;

	private final @Nullable SealedStore store;

	private final Clock clock;

	/**
	 * Held by whoever asks the shared store, and by nobody who only wants to know what is
	 * known here.
	 */
	private final ReentrantLock fetching = new ReentrantLock();

	private Duration interval;

	private long window;

	/**
	 * How many have been given out in this minute, as far as this node knows.
	 */
	private int given;

	/**
	 * What this node may give out: to everybody, and of the reserve.
	 */
	private int inHand;

	private int reserveInHand;

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
	boolean take(boolean urgent) {
		if (takeInHand(urgent)) {
			return true;
		}
		if (!awaitTurn(urgent)) {
			// Which says nothing about what is left
			return urgent && takeUnseen();
		}
		try {
			for (int i = 0; i < TRIES_AT_THE_TURN_OF_A_MINUTE; i++) {
				if (takeInHand(urgent)) {
					return true;
				}
				Boolean taken = fetchAndTake(urgent);
				if (taken != null) {
					return taken;
				}
			}
			return urgent && takeUnseen();
		}
		finally {
			this.fetching.unlock();
		}
	}

	private boolean awaitTurn(boolean urgent) {
		try {
			return this.fetching.tryLock((urgent ? PATIENCE_IF_URGENT : PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private synchronized boolean takeInHand(boolean urgent) {
		roll();
		if (this.inHand > 0) {
			this.inHand--;
			return true;
		}
		if (urgent && this.reserveInHand > 0) {
			this.reserveInHand--;
			return true;
		}
		return false;
	}

	/**
	 * Takes one as this node would by itself, without what the store says.
	 */
	private synchronized boolean takeUnseen() {
		roll();
		if (this.given >= this.perMinute * 2) {
			return false;
		}
		this.given++;
		return true;
	}

	/**
	 * Fetches some and takes one of them.
	 * @return whether there was one, or {@code null} if another minute has begun since
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
				// Each node for itself until the store is back
			}
		}
		return receive(window, grant, urgent);
	}

	private Grant fetch(SealedStore store, long window, int limit) {
		String name = "checks|" + window;
		Deadline deadline = Deadline.after(TIME_TO_FETCH);
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
		throw new SharedStoreException("What may be asked was changed by others all the time");
	}

	/**
	 * Returns how many may be given out after so many, of the reserve or before it.
	 */
	private int granted(int given, int limit) {
		int edge = (given < this.perMinute) ? this.perMinute : limit;
		return Math.max(0, Math.min(CHUNK, edge - given));
	}

	private synchronized @Nullable Boolean receive(long window, Grant grant, boolean urgent) {
		roll();
		if (window != this.window) {
			return null;
		}
		this.given = grant.given() + grant.granted();
		if (grant.given() < this.perMinute) {
			this.inHand += grant.granted();
		}
		else {
			this.reserveInHand += grant.granted();
		}
		boolean taken = takeInHand(urgent);
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
		this.inHand = 0;
		this.reserveInHand = 0;
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
	 * What the store, or this node by itself, gives.
	 *
	 * @param given how many had been given out in this minute
	 * @param granted how many come on top
	 */
	private record Grant(int given, int granted) {

	}

}
