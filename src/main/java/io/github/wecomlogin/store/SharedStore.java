package io.github.wecomlogin.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Stores small entries with a limited lifetime for all nodes of a cluster. The store is
 * not trusted: {@link SealedStore} encrypts and authenticates everything. Implementations
 * must be safe for concurrent use and return or fail within about a second.
 * <p>
 * Every method throws {@link SharedStoreException} if the store is not available.
 */
public interface SharedStore {

	/**
	 * Returns an entry.
	 * @param key the key
	 * @return the value, or {@code null} if absent or expired
	 */
	byte @Nullable [] get(String key);

	/**
	 * Returns several entries.
	 * @param keys the keys
	 * @return one value per key in the same order, {@code null} for absent or expired
	 * ones
	 */
	default List<byte @Nullable []> getAll(List<String> keys) {
		List<byte @Nullable []> values = new ArrayList<>(keys.size());
		keys.forEach((key) -> values.add(get(key)));
		return values;
	}

	/**
	 * Stores an entry and replaces an existing one.
	 * @param key the key
	 * @param value the value
	 * @param timeToLive the lifetime, positive and with millisecond precision
	 */
	void put(String key, byte[] value, Duration timeToLive);

	/**
	 * Stores an entry if the key is absent. Of concurrent callers, exactly one gets
	 * {@code true}.
	 * @param key the key
	 * @param value the value
	 * @param timeToLive the lifetime, positive and with millisecond precision
	 * @return whether the entry was stored
	 */
	boolean putIfAbsent(String key, byte[] value, Duration timeToLive);

	/**
	 * Replaces an entry if it has the expected value.
	 * @param key the key
	 * @param expected the expected value
	 * @param value the new value; the same value extends the lifetime
	 * @param timeToLive the lifetime, positive and with millisecond precision
	 * @return whether the entry was replaced
	 */
	boolean replace(String key, byte[] expected, byte[] value, Duration timeToLive);

	/**
	 * Removes an entry if it has the expected value.
	 * @param key the key
	 * @param expected the expected value
	 * @return whether the entry was removed
	 */
	boolean remove(String key, byte[] expected);

	/**
	 * Adds a listener of changes. A store that cannot announce changes, such as by
	 * default, ignores it.
	 * @param listener called with the key of each entry that any node changes, also of
	 * this one, or with {@code null} if any entry may have changed; does not block
	 */
	default void addChangeListener(Consumer<@Nullable String> listener) {
	}

	/**
	 * Whether the listeners have been called for all changes, except for those of about
	 * the last second. Called with every request.
	 * @return {@code false} if the store must be read to learn of changes
	 */
	default boolean announcesChanges() {
		return false;
	}

}
