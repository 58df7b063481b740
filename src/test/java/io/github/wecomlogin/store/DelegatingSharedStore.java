package io.github.wecomlogin.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Passes everything on to another store. Subclasses observe or change single operations.
 */
public abstract class DelegatingSharedStore implements SharedStore {

	private final SharedStore store;

	protected DelegatingSharedStore(SharedStore store) {
		this.store = store;
	}

	@Override
	public byte @Nullable [] get(String key) {
		return this.store.get(key);
	}

	@Override
	public void put(String key, byte[] value, Duration timeToLive) {
		this.store.put(key, value, timeToLive);
	}

	@Override
	public boolean putIfAbsent(String key, byte[] value, Duration timeToLive) {
		return this.store.putIfAbsent(key, value, timeToLive);
	}

	@Override
	public boolean replace(String key, byte[] expected, byte[] value, Duration timeToLive) {
		return this.store.replace(key, expected, value, timeToLive);
	}

	@Override
	public boolean remove(String key, byte[] expected) {
		return this.store.remove(key, expected);
	}

}
