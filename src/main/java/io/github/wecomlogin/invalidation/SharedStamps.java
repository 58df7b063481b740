package io.github.wecomlogin.invalidation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.user.Account;
import io.github.wecomlogin.user.Stamps;
import org.jspecify.annotations.Nullable;

/**
 * Change stamps in the store shared by the nodes of a registration. Stamps expire after
 * 30 days.
 */
record SharedStamps(String corpId, SealedStore store) {

	static final Duration LIFETIME = Duration.ofDays(30);

	/**
	 * Reads several stamps in one operation.
	 */
	List<String> read(List<String> names) {
		return new ArrayList<>(this.store.getAll(names).stream().map(SharedStamps::text).toList());
	}

	/**
	 * Returns several stamps from memory if the store announces changes.
	 */
	List<String> readCached(List<String> names) {
		return this.store.getAllCached(names).stream().map(SharedStamps::text).toList();
	}

	/**
	 * Reads several stamps and creates missing ones.
	 */
	List<String> readOrCreate(List<String> names) {
		List<String> stamps = read(names);
		for (int i = 0; i < stamps.size(); i++) {
			if (stamps.get(i).equals(Stamps.MISSING)) {
				stamps.set(i, create(names.get(i), Stamps.random()));
			}
		}
		return stamps;
	}

	private String create(String name, String stamp) {
		if (this.store.putIfAbsent(name, bytes(stamp), LIFETIME) == null) {
			String there = text(this.store.get(name));
			if (!there.equals(Stamps.MISSING)) {
				return there;
			}
			// Unreadable: replace
			put(name, stamp);
		}
		return stamp;
	}

	void put(String name, String stamp) {
		this.store.put(name, bytes(stamp), LIFETIME);
	}

	void replace(Account account) {
		// A member's stamp that does not exist has been seen by no session
		if (!account.isMember() || this.store.get(account.stamp()) != null) {
			put(account.stamp(), Stamps.random());
		}
	}

	private static String text(SealedStore.@Nullable Entry entry) {
		return (entry != null) ? new String(entry.value(), StandardCharsets.US_ASCII) : Stamps.MISSING;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
