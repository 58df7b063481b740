package io.github.wecomlogin.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * A shared store for tests, in which several nodes of one test meet, and which can be
 * switched off.
 */
public final class InMemorySharedStore implements SharedStore {

	private final Map<String, Kept> entries = new ConcurrentHashMap<>();

	private final AtomicBoolean down = new AtomicBoolean();

	private final Clock clock;

	public InMemorySharedStore(Clock clock) {
		this.clock = clock;
	}

	public void setDown(boolean down) {
		this.down.set(down);
	}

	/**
	 * Everything that somebody who can read the store sees.
	 */
	public Map<String, byte[]> dump() {
		Map<String, byte[]> dump = new ConcurrentHashMap<>();
		this.entries.forEach((key, kept) -> dump.put(key, kept.value()));
		return dump;
	}

	public void clear() {
		this.entries.clear();
	}

	@Override
	public byte @Nullable [] get(String key) {
		Kept kept = live(key);
		return (kept != null) ? kept.value() : null;
	}

	@Override
	public void put(String key, byte[] value, Duration timeToLive) {
		live(key);
		this.entries.put(key, kept(value, timeToLive));
	}

	@Override
	public boolean putIfAbsent(String key, byte[] value, Duration timeToLive) {
		live(key);
		return this.entries.putIfAbsent(key, kept(value, timeToLive)) == null;
	}

	@Override
	public boolean replace(String key, byte[] expected, byte[] value, Duration timeToLive) {
		Kept kept = live(key);
		return kept != null && Arrays.equals(kept.value(), expected)
				&& this.entries.replace(key, kept, kept(value, timeToLive));
	}

	@Override
	public boolean remove(String key, byte[] expected) {
		Kept kept = live(key);
		return kept != null && Arrays.equals(kept.value(), expected) && this.entries.remove(key, kept);
	}

	private Kept kept(byte[] value, Duration timeToLive) {
		return new Kept(value.clone(), this.clock.instant().plus(timeToLive));
	}

	private @Nullable Kept live(String key) {
		if (this.down.get()) {
			throw new SharedStoreException("switched off");
		}
		return this.entries.computeIfPresent(key,
				(each, kept) -> this.clock.instant().isBefore(kept.until()) ? kept : null);
	}

	// Two are the same only if they are the same object, as replace and remove want it
	private static final class Kept {

		private final byte[] value;

		private final Instant until;

		private Kept(byte[] value, Instant until) {
			this.value = value;
			this.until = until;
		}

		byte[] value() {
			return this.value;
		}

		Instant until() {
			return this.until;
		}

	}

}
