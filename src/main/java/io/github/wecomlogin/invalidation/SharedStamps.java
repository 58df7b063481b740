package io.github.wecomlogin.invalidation;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.user.Account;
import io.github.wecomlogin.user.Stamps;
import org.jspecify.annotations.Nullable;

/**
 * Change stamps in the store shared by the nodes of a registration.
 */
record SharedStamps(String corpId, SealedStore store) {

	static @Nullable SharedStamps of(WeComRegistration registration, @Nullable SealedStore store) {
		return (store != null) ? new SharedStamps(registration.application().corpId(), store) : null;
	}

	/**
	 * Reads several stamps in one operation.
	 */
	Map<Account, String> read(List<Account> accounts) {
		return read(accounts, this.store::getAll);
	}

	/**
	 * Returns several stamps from memory if the store announces changes.
	 */
	Map<Account, String> readCached(List<Account> accounts) {
		return read(accounts, this.store::getAllCached);
	}

	private static Map<Account, String> read(List<Account> accounts,
			Function<List<String>, List<SealedStore.@Nullable Entry>> reader) {
		List<SealedStore.@Nullable Entry> entries = reader.apply(accounts.stream().map(Account::stamp).toList());
		Map<Account, String> stamps = new HashMap<>();
		for (int i = 0; i < entries.size(); i++) {
			SealedStore.Entry entry = entries.get(i);
			stamps.put(accounts.get(i),
					(entry != null) ? new String(entry.value(), StandardCharsets.US_ASCII) : Stamps.MISSING);
		}
		return stamps;
	}

	/**
	 * Reads several stamps and creates those that are missing or unreadable. One that
	 * another node has set meanwhile is kept, because it may end sessions.
	 */
	Map<Account, String> readOrCreate(List<Account> accounts) {
		Map<Account, String> stamps = read(accounts);
		stamps.replaceAll((account, stamp) -> stamp.equals(Stamps.MISSING) ? create(account) : stamp);
		return stamps;
	}

	private String create(Account account) {
		String stamp = Stamps.random();
		if (this.store.putIfAbsent(account.stamp(), bytes(stamp), ChangeStamps.LIFETIME) != null) {
			return stamp;
		}
		String present = read(List.of(account)).getOrDefault(account, Stamps.MISSING);
		return present.equals(Stamps.MISSING) ? put(account, stamp) : present;
	}

	String put(Account account, String stamp) {
		this.store.put(account.stamp(), bytes(stamp), ChangeStamps.LIFETIME);
		return stamp;
	}

	private static byte[] bytes(String stamp) {
		return stamp.getBytes(StandardCharsets.US_ASCII);
	}

	boolean holds(Account account) {
		return account.corpId().equals(this.corpId);
	}

	/**
	 * Replaces a stamp. That of a member is not created, because no session has seen it.
	 */
	void replace(Account account, String stamp) {
		if (holds(account) && (!account.isMember() || this.store.get(account.stamp()) != null)) {
			put(account, stamp);
		}
	}

	/**
	 * Fails unless the store accepts changes.
	 */
	void probe() {
		this.store.put("probe", new byte[0], ChangeStamps.LIFETIME);
	}

}
