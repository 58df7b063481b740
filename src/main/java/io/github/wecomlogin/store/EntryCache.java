package io.github.wecomlogin.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.store.SealedStore.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Caches entries of a store that announces changes. Reads each time while announcements
 * are incomplete. An entry that changes while it is read is not cached. Entries expire
 * after a minute, in case an announcement is lost. Safe for concurrent use.
 */
final class EntryCache {

	private static final Duration LIFETIME = Duration.ofMinutes(1);

	private static final int MAX_ENTRIES = 50_000;

	// By key: the entry, or the marker of a read in progress
	private final Map<String, Object> entries;

	// By name, to save the hash
	private final LoadingCache<String, String> keys;

	private final SharedStore store;

	EntryCache(SharedStore store, Function<String, String> keys, Ticker ticker) {
		Caffeine<Object, Object> caffeine = Caffeine.newBuilder()
			.executor(Runnable::run)
			.ticker(ticker)
			.expireAfterWrite(LIFETIME)
			.maximumSize(MAX_ENTRIES);
		this.entries = caffeine.<String, Object>build().asMap();
		this.keys = caffeine.build(keys::apply);
		this.store = store;
		store.addChangeListener(this::evict);
	}

	/**
	 * Removes an entry, also one that is being read.
	 * @param key the key, or {@code null} for all entries
	 */
	void evict(@Nullable String key) {
		if (key != null) {
			this.entries.remove(key);
		}
		else {
			this.entries.clear();
		}
	}

	/**
	 * Returns entries, and reads those that are not cached.
	 */
	List<@Nullable Entry> getAll(List<String> names, Function<List<String>, List<@Nullable Entry>> reader) {
		if (!this.store.announcesChanges()) {
			return reader.apply(names);
		}
		Map<String, Entry> found = new HashMap<>();
		List<String> missing = new ArrayList<>();
		for (String name : names) {
			if (this.entries.get(this.keys.get(name)) instanceof Entry entry) {
				found.put(name, entry);
			}
			else {
				missing.add(name);
			}
		}
		if (!missing.isEmpty()) {
			found.putAll(read(missing, reader));
		}
		List<@Nullable Entry> all = new ArrayList<>(names.size());
		names.forEach((name) -> all.add(found.get(name)));
		return all;
	}

	private Map<String, Entry> read(List<String> names, Function<List<String>, List<@Nullable Entry>> reader) {
		Object marker = new Object();
		names.forEach((name) -> this.entries.putIfAbsent(this.keys.get(name), marker));
		try {
			Map<String, Entry> read = new HashMap<>();
			for (Entry entry : reader.apply(names)) {
				if (entry != null) {
					read.put(entry.name(), entry);
					this.entries.replace(this.keys.get(entry.name()), marker, entry);
				}
			}
			return read;
		}
		finally {
			names.forEach((name) -> this.entries.remove(this.keys.get(name), marker));
		}
	}

}
