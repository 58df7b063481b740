package io.github.wecomlogin.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One node's view of a store, which announces what the test says.
 */
public final class AnnouncingStore extends DelegatingSharedStore {

	private final List<Consumer<String>> listeners = new ArrayList<>();

	private boolean announcing = true;

	public AnnouncingStore(SharedStore entries) {
		super(entries);
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

}
