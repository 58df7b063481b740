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

import io.github.wecomlogin.util.Aead;
import io.github.wecomlogin.util.KeyedHash;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries of one owner in a {@link SharedStore} in such a way that whoever can read
 * and write that store learns nothing and can make nothing up: keys are HMACs, values are
 * sealed with AES-256-GCM and bound to their name, their owner and their expiry. All that
 * remains to an attacker is to remove entries or to bring one back within its own
 * lifetime.
 */
public final class SealedStore {

	private static final String KEY_PREFIX = "wecom-login:";

	private final SharedStore store;

	private final String owner;

	private final KeyedHash names;

	private final Aead values;

	private final Clock clock;

	/**
	 * Creates a store.
	 * @param store where the entries are kept
	 * @param owner whose entries they are; another owner's have other keys
	 * @param nameKey hides names, at least 32 bytes
	 * @param sealKey seals values, 32 bytes, independent of the other
	 * @param clock tells when an entry is over, whatever the store says
	 */
	public SealedStore(SharedStore store, String owner, byte[] nameKey, byte[] sealKey, Clock clock) {
		this.store = store;
		this.owner = owner;
		this.names = new KeyedHash(nameKey);
		this.values = new Aead(sealKey);
		this.clock = clock;
	}

	/**
	 * Returns an entry.
	 * @param name the entry's name
	 * @return the entry, or {@code null} if there is none, it is over, or it is not one
	 * that this owner sealed under this name
	 * @throws SharedStoreException if the store cannot be asked now
	 */
	public @Nullable Entry get(String name) {
		return entry(name, this.store.get(key(name)));
	}

	/**
	 * Returns several entries at once.
	 * @param names the names of the entries
	 * @return as many entries as names, in the same order, each as {@link #get(String)}
	 * would return it
	 * @throws SharedStoreException if the store cannot be asked now
	 */
	public List<@Nullable Entry> getAll(List<String> names) {
		List<byte @Nullable []> sealed = this.store.getAll(names.stream().map(this::key).toList());
		List<@Nullable Entry> entries = new ArrayList<>(names.size());
		for (int i = 0; i < names.size(); i++) {
			entries.add(entry(names.get(i), sealed.get(i)));
		}
		return entries;
	}

	private @Nullable Entry entry(String name, byte @Nullable [] sealed) {
		byte[] value = (sealed != null) ? open(name, sealed) : null;
		return (sealed != null && value != null) ? new Entry(name, value, sealed) : null;
	}

	/**
	 * Keeps an entry, in place of the one with that name if there is one.
	 * @param name the entry's name
	 * @param value its value
	 * @param timeToLive when it vanishes
	 * @throws SharedStoreException if the store cannot be asked now
	 */
	public void put(String name, byte[] value, Duration timeToLive) {
		this.store.put(key(name), seal(name, value, timeToLive), timeToLive);
	}

	/**
	 * Keeps an entry unless there is one with that name.
	 * @param name the entry's name
	 * @param value its value
	 * @param timeToLive when it vanishes
	 * @return the entry, or {@code null} if there was one already
	 * @throws SharedStoreException if the store cannot be asked now
	 */
	public @Nullable Entry putIfAbsent(String name, byte[] value, Duration timeToLive) {
		byte[] sealed = seal(name, value, timeToLive);
		return this.store.putIfAbsent(key(name), sealed, timeToLive) ? new Entry(name, value, sealed) : null;
	}

	/**
	 * Replaces an entry if nobody did so since it was read or put there.
	 * @param entry the entry
	 * @param value the new value, which may be the same to prolong its time
	 * @param timeToLive when it vanishes
	 * @return the new entry, or {@code null} if the old one is no longer there
	 * @throws SharedStoreException if the store cannot be asked now
	 */
	public @Nullable Entry replace(Entry entry, byte[] value, Duration timeToLive) {
		byte[] sealed = seal(entry.name(), value, timeToLive);
		return this.store.replace(key(entry.name()), entry.sealed, sealed, timeToLive)
				? new Entry(entry.name(), value, sealed) : null;
	}

	/**
	 * Removes an entry if nobody changed it since it was read or put there.
	 * @param entry the entry
	 * @return whether it was removed
	 * @throws SharedStoreException if the store cannot be asked now
	 */
	public boolean remove(Entry entry) {
		return this.store.remove(key(entry.name()), entry.sealed);
	}

	private String key(String name) {
		return KEY_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(this.names.of(bound(name)));
	}

	// The length keeps apart what would be the same in a row
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
	 * An entry as it was read or put there.
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
		 * Returns the entry's name.
		 * @return the name
		 */
		public String name() {
			return this.name;
		}

		/**
		 * Returns what is in it.
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
