package io.github.wecomlogin.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Keeps small entries that all nodes of a cluster see, each for a limited time. It is not
 * trusted: everything that comes here is sealed by {@link SealedStore}. Implementations
 * must be safe for concurrent use and answer, or fail, within a second or so.
 * <p>
 * Every method throws {@link SharedStoreException} if the store cannot be asked now.
 */
public interface SharedStore {

	/**
	 * Returns an entry.
	 * @param key the entry's key
	 * @return its value, or {@code null} if there is none (any more)
	 */
	byte @Nullable [] get(String key);

	/**
	 * Returns several entries at once.
	 * @param keys the keys of the entries
	 * @return as many values as keys, in the same order, with {@code null} for each entry
	 * that is not there (any more)
	 */
	default List<byte @Nullable []> getAll(List<String> keys) {
		List<byte @Nullable []> values = new ArrayList<>(keys.size());
		keys.forEach((key) -> values.add(get(key)));
		return values;
	}

	/**
	 * Keeps an entry, in place of the one with that key if there is one.
	 * @param key the entry's key
	 * @param value its value
	 * @param timeToLive when it vanishes, in milliseconds and more than zero
	 */
	void put(String key, byte[] value, Duration timeToLive);

	/**
	 * Keeps an entry unless there is one with that key. Of any number of nodes that call
	 * this at once, one gets {@code true}.
	 * @param key the entry's key
	 * @param value its value
	 * @param timeToLive when it vanishes, in milliseconds and more than zero
	 * @return whether the entry was put there
	 */
	boolean putIfAbsent(String key, byte[] value, Duration timeToLive);

	/**
	 * Replaces an entry if it still is what the caller thinks.
	 * @param key the entry's key
	 * @param expected the value that is replaced
	 * @param value the new value, which may be the same to prolong its time
	 * @param timeToLive when it vanishes, in milliseconds and more than zero
	 * @return whether it was replaced
	 */
	boolean replace(String key, byte[] expected, byte[] value, Duration timeToLive);

	/**
	 * Removes an entry if it still is what the caller thinks.
	 * @param key the entry's key
	 * @param expected the value that is removed
	 * @return whether it was removed
	 */
	boolean remove(String key, byte[] expected);

}
