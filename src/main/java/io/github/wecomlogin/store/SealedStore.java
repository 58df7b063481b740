package io.github.wecomlogin.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.util.Aead;
import io.github.wecomlogin.util.KeyedHash;
import org.jspecify.annotations.Nullable;

/**
 * Stores the entries of one owner in a {@link SharedStore} encrypted and authenticated:
 * keys are HMACs, values are sealed with AES-256-GCM and bound to name, owner and expiry.
 * An attacker with access to the store can remove entries or restore one within its
 * lifetime, but neither read nor forge any.
 */
public final class SealedStore {

	/**
	 * Beginning of all keys.
	 */
	public static final String KEY_PREFIX = "wecom-login:";

	private final SharedStore store;

	private final String owner;

	private final KeyedHash names;

	private final Aead values;

	private final Clock clock;

	private final EntryCache cache;

	/**
	 * Creates a store.
	 * @param store the underlying store
	 * @param owner the owner of the entries; owners have separate keys
	 * @param nameKey the key that names are hashed with, at least 32 bytes
	 * @param sealKey the key that values are sealed with, 32 bytes, independent of the
	 * other
	 * @param clock the clock that expiry is checked with, whatever the store returns
	 */
	public SealedStore(SharedStore store, String owner, byte[] nameKey, byte[] sealKey, Clock clock) {
		this.store = store;
		this.owner = owner;
		this.names = new KeyedHash(nameKey);
		this.values = new Aead(sealKey);
		this.clock = clock;
		this.cache = new EntryCache(store, this::key, Ticker.systemTicker());
	}

	/**
	 * Returns an entry.
	 * @param name the name
	 * @return the entry, or {@code null} if it is absent, expired, or was not sealed by
	 * this owner under this name
	 * @throws SharedStoreException if the store is not available
	 */
	public @Nullable Entry get(String name) {
		return entry(name, this.store.get(key(name)));
	}

	/**
	 * Returns several entries.
	 * @param names the names
	 * @return one entry per name in the same order, as returned by {@link #get(String)}
	 * @throws SharedStoreException if the store is not available
	 */
	public List<@Nullable Entry> getAll(List<String> names) {
		List<byte @Nullable []> sealed = this.store.getAll(names.stream().map(this::key).toList());
		List<@Nullable Entry> entries = new ArrayList<>(names.size());
		for (int i = 0; i < names.size(); i++) {
			entries.add(entry(names.get(i), sealed.get(i)));
		}
		return entries;
	}

	/**
	 * Returns several entries, from memory if the underlying store announces changes.
	 * They may then be as old as an announcement takes, at most about a second.
	 * @param names the names
	 * @return one entry per name in the same order, as returned by {@link #get(String)}
	 * @throws SharedStoreException if the store is not available
	 */
	public List<@Nullable Entry> getAllCached(List<String> names) {
		return this.cache.getAll(names, this::getAll);
	}

	private @Nullable Entry entry(String name, byte @Nullable [] sealed) {
		byte[] value = (sealed != null) ? open(name, sealed) : null;
		return (sealed != null && value != null) ? new Entry(name, value, sealed) : null;
	}

	/**
	 * Stores an entry and replaces an existing one.
	 * @param name the name
	 * @param value the value
	 * @param timeToLive the lifetime
	 * @throws SharedStoreException if the store is not available
	 */
	public void put(String name, byte[] value, Duration timeToLive) {
		byte[] sealed = seal(name, value, timeToLive);
		change(name, (key) -> {
			this.store.put(key, sealed, timeToLive);
			return true;
		});
	}

	/**
	 * Stores an entry if the name is absent.
	 * @param name the name
	 * @param value the value
	 * @param timeToLive the lifetime
	 * @return the entry, or {@code null} if there is one already
	 * @throws SharedStoreException if the store is not available
	 */
	public @Nullable Entry putIfAbsent(String name, byte[] value, Duration timeToLive) {
		byte[] sealed = seal(name, value, timeToLive);
		return change(name, (key) -> this.store.putIfAbsent(key, sealed, timeToLive)) ? new Entry(name, value, sealed)
				: null;
	}

	/**
	 * Replaces an entry if it is unchanged since it was read or stored.
	 * @param entry the entry
	 * @param value the new value; the same value extends the lifetime
	 * @param timeToLive the lifetime
	 * @return the new entry, or {@code null} if the old one was changed or removed
	 * @throws SharedStoreException if the store is not available
	 */
	public @Nullable Entry replace(Entry entry, byte[] value, Duration timeToLive) {
		byte[] sealed = seal(entry.name(), value, timeToLive);
		return change(entry.name(), (key) -> this.store.replace(key, entry.sealed, sealed, timeToLive))
				? new Entry(entry.name(), value, sealed) : null;
	}

	/**
	 * Removes an entry if it is unchanged since it was read or stored.
	 * @param entry the entry
	 * @return whether it was removed
	 * @throws SharedStoreException if the store is not available
	 */
	public boolean remove(Entry entry) {
		return change(entry.name(), (key) -> this.store.remove(key, entry.sealed));
	}

	private boolean change(String name, Predicate<String> operation) {
		String key = key(name);
		try {
			return operation.test(key);
		}
		finally {
			this.cache.evict(key);
		}
	}

	private String key(String name) {
		return KEY_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(this.names.of(bound(name)));
	}

	// The length separates owner and name unambiguously
	private byte[] bound(String name) {
		return (this.owner.length() + ":" + this.owner + name).getBytes(StandardCharsets.UTF_8);
	}

	private byte[] seal(String name, byte[] value, Duration timeToLive) {
		long expiry = this.clock.instant().plus(timeToLive).toEpochMilli();
		byte[] sealed = this.values.seal(value, associatedData(name, expiry));
		return ByteBuffer.allocate(Long.BYTES + sealed.length).putLong(expiry).put(sealed).array();
	}

	private byte @Nullable [] open(String name, byte[] sealed) {
		if (sealed.length < Long.BYTES) {
			return null;
		}
		long expiry = ByteBuffer.wrap(sealed).getLong();
		byte[] value = this.values.open(Arrays.copyOfRange(sealed, Long.BYTES, sealed.length),
				associatedData(name, expiry));
		return (value != null && this.clock.instant().isBefore(Instant.ofEpochMilli(expiry))) ? value : null;
	}

	private byte[] associatedData(String name, long expiry) {
		byte[] bound = bound(name);
		return ByteBuffer.allocate(bound.length + Long.BYTES).put(bound).putLong(expiry).array();
	}

	/**
	 * An entry as read or stored.
	 */
	public static final class Entry {

		private final String name;

		private final byte[] value;

		private final byte[] sealed;

		private Entry(String name, byte[] value, byte[] sealed) {
			this.name = name;
			this.value = value.clone();
			this.sealed = sealed;
		}

		/**
		 * Returns the name.
		 * @return the name
		 */
		public String name() {
			return this.name;
		}

		/**
		 * Returns the value.
		 * @return the value
		 */
		public byte[] value() {
			return this.value.clone();
		}

		@Override
		public String toString() {
			return "Entry[]";
		}

	}

}
