package io.github.wecomlogin.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One node's view of a store, which announces what the test says.
 */
public final class AnnouncingStore implements SharedStore {

	private final List<Consumer<String>> listeners = new ArrayList<>();

	private final SharedStore entries;

	private boolean announcing = true;

	public AnnouncingStore(SharedStore entries) {
		this.entries = entries;
	}

	public void setAnnouncing(boolean announcing) {
		this.announcing = announcing;
	}

	public void announce(String key) {
		this.listeners.forEach((listener) -> listener.accept(key));
	}

	@Override
	public void addChangeListener(Consumer<String> listener) {
		this.listeners.add(listener);
	}

	@Override
	public boolean announcesChanges() {
		return this.announcing;
	}

	@Override
	public byte[] get(String key) {
		return this.entries.get(key);
	}

	@Override
	public void put(String key, byte[] value, Duration timeToLive) {
		this.entries.put(key, value, timeToLive);
	}

	@Override
	public boolean putIfAbsent(String key, byte[] value, Duration timeToLive) {
		return this.entries.putIfAbsent(key, value, timeToLive);
	}

	@Override
	public boolean replace(String key, byte[] expected, byte[] value, Duration timeToLive) {
		return this.entries.replace(key, expected, value, timeToLive);
	}

	@Override
	public boolean remove(String key, byte[] expected) {
		return this.entries.remove(key, expected);
	}

}
