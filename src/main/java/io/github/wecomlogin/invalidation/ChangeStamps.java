package io.github.wecomlogin.invalidation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStoreException;
import io.github.wecomlogin.user.Account;
import io.github.wecomlogin.user.Stamps;
import io.github.wecomlogin.user.Verification;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.BackgroundThreads;
import org.jspecify.annotations.Nullable;

/**
 * Current change stamps: random values, one per member and one per company, which events
 * replace. A session whose stamps differ from the current ones is checked again. A stamp
 * that ends a member's sessions is restored by the node that set it when the shared store
 * has lost it. While the store does not answer, each node uses the changes that it
 * received itself. <em>Internal.</em>
 */
public final class ChangeStamps implements AutoCloseable {

	/**
	 * Time after which every node has restored the session ends lost by the store.
	 */
	public static final Duration SETTLING_TIME = Duration.ofSeconds(1);

	/**
	 * Time for which the end of a member's sessions is kept.
	 */
	public static final Duration END_LIFETIME = SharedStamps.LIFETIME;

	private static final Duration SYNC_INTERVAL = Duration.ofMillis(400);

	private final BackgroundThreads threads = BackgroundThreads.droppingOnceClosed("stamps");

	private final WeComRegistrations registrations;

	private final PerRegistration<SealedStore> sharedStores;

	private final Consumer<WeComRegistration> directoryChanged;

	private final Clock clock;

	// Changes received by this node, at most one per member
	private final Map<Account, String> told;

	private final Map<Account, String> ends;

	private final Map<Account, String> unsentEnds = new ConcurrentHashMap<>();

	private final Map<String, String> directories = new ConcurrentHashMap<>();

	// Prefix of company stamps while the store does not answer
	private volatile @Nullable String outage;

	/**
	 * Creates the stamps.
	 * @param registrations the registrations that members sign in with
	 * @param sharedStores the stores that nodes share, if any
	 * @param directoryChanged called when departments or tags must be reloaded
	 * @param grace the grace period, after which no session continues without a check
	 * @param clock the clock that checks are dated by
	 */
	public ChangeStamps(WeComRegistrations registrations, PerRegistration<SealedStore> sharedStores,
			Consumer<WeComRegistration> directoryChanged, Duration grace, Clock clock) {
		this(registrations, sharedStores, directoryChanged, grace, clock, Ticker.systemTicker());
	}

	ChangeStamps(WeComRegistrations registrations, PerRegistration<SealedStore> sharedStores,
			Consumer<WeComRegistration> directoryChanged, Duration grace, Clock clock, Ticker ticker) {
		this.registrations = registrations;
		this.sharedStores = sharedStores;
		this.directoryChanged = directoryChanged;
		this.clock = clock;
		// Longer than the grace period, because nodes' clocks may differ
		this.told = map(grace.plusMinutes(2), ticker);
		this.ends = map(SharedStamps.LIFETIME, ticker);
		if (!stores(null).isEmpty()) {
			this.threads.repeat(this::synchronize, SYNC_INTERVAL);
		}
	}

	private static Map<Account, String> map(Duration lifetime, Ticker ticker) {
		return Caffeine.newBuilder()
			.executor(Runnable::run)
			.ticker(ticker)
			.expireAfterWrite(lifetime)
			.<Account, String>build()
			.asMap();
	}

	/**
	 * Marks a member as changed: the member's sessions are checked again and the results
	 * of the member's codes are discarded.
	 * @param corpId the company
	 * @param userId the member's id, in any case
	 */
	public void memberChanged(String corpId, String userId) {
		replace(Account.of(corpId, userId));
	}

	/**
	 * Marks a company as changed: all its sessions are checked again and its directory is
	 * reloaded.
	 * @param corpId the company
	 */
	public void companyChanged(String corpId) {
		directoryChanged(corpId);
		replace(Account.ofCompany(corpId));
	}

	/**
	 * Marks departments and tags of a company as changed: they are reloaded before their
	 * next use.
	 * @param corpId the company
	 */
	public void directoryChanged(String corpId) {
		replace(Account.ofDirectory(corpId));
	}

	private void replace(Account account) {
		this.told.put(account, Stamps.random());
		write(() -> send(account));
	}

	private void write(Runnable change) {
		try {
			change.run();
		}
		catch (SharedStoreException ex) {
			beginOutage();
		}
	}

	private void send(Account account) {
		stores(account.corpId()).forEach((store) -> store.replace(account));
	}

	/**
	 * Ends all current sessions of a member on every node, each with its next request,
	 * and discards the results of the member's codes.
	 * @param corpId the company
	 * @param userId the member's id, in any case
	 */
	public void endSessions(String corpId, String userId) {
		Account account = Account.of(corpId, userId);
		String end = Stamps.newEnd();
		this.unsentEnds.put(account, end);
		this.ends.put(account, end);
		write(() -> send(account, end));
	}

	private void send(Account account, String end) {
		stores(account.corpId()).forEach((store) -> store.put(account.end(), end));
		this.unsentEnds.remove(account, end);
	}

	// Each registration has its own entries
	private List<SharedStamps> stores(@Nullable String corpId) {
		List<SharedStamps> stores = new ArrayList<>();
		for (WeComRegistration registration : this.registrations) {
			String owner = registration.application().corpId();
			SealedStore store = this.sharedStores.find(registration);
			if (store != null && (corpId == null || owner.equals(corpId))) {
				stores.add(new SharedStamps(owner, store));
			}
		}
		return stores;
	}

	/**
	 * Returns the current stamps for a session. They come from memory only if nothing has
	 * changed.
	 * @param user the member in the session
	 * @return the stamps
	 */
	public Stamps current(WeComUser user) {
		WeComRegistration registration = this.registrations.find(user.getRegistrationId());
		Stamps cached = current(registration, user.account(), SharedStamps::readCached);
		return (cached.since(user.verification().seen()) == Stamps.Change.NOTHING) ? cached
				: current(registration, user.account(), SharedStamps::read);
	}

	/**
	 * Returns the current stamps for a member and creates missing ones.
	 */
	public Stamps current(WeComRegistration registration, Account account) {
		return current(registration, account, SharedStamps::readOrCreate);
	}

	/**
	 * Begins a check of a member. Reads the stamps before WeCom is called, because a
	 * later change may be missing from WeCom's answer.
	 */
	public Verification begin(WeComRegistration registration, Account account) {
		Instant now = this.clock.instant();
		return new Verification(now, now, current(registration, account));
	}

	/**
	 * Whether a member is known to be unchanged since a code was spent. The result of a
	 * code that was spent while the store did not answer ends with the outage, because
	 * other nodes' changes of that time are unknown here.
	 * @param seen the stamps that were current then, as written by {@link Stamps#write()}
	 */
	public boolean isCurrent(WeComRegistration registration, Account account, @Nullable String seen) {
		Stamps then = Stamps.read(seen);
		Stamps now = current(registration, account);
		return (now.member().equals(Stamps.NONE) || now.member().equals(then.member()))
				&& (!Stamps.isEnd(now.end()) || now.end().equals(then.end()));
	}

	private Stamps current(@Nullable WeComRegistration registration, Account account,
			BiFunction<SharedStamps, List<String>, List<String>> reader) {
		List<String> stamps = read(registration, account, reader);
		if (registration != null) {
			refreshDirectory(registration, stamps.get(3));
		}
		String end = stamps.get(2);
		return new Stamps(stamps.get(0), stamps.get(1), Stamps.isEnd(end) ? end : this.ends.getOrDefault(account, end));
	}

	private void refreshDirectory(WeComRegistration registration, String stamp) {
		String id = registration.registrationId();
		boolean known = !stamp.equals(Stamps.NONE) && !stamp.equals(Stamps.MISSING);
		String before = known ? this.directories.put(id, stamp) : this.directories.putIfAbsent(id, stamp);
		if (known && before != null && !before.equals(stamp)) {
			this.directoryChanged.accept(registration);
		}
	}

	private List<String> read(@Nullable WeComRegistration registration, Account account,
			BiFunction<SharedStamps, List<String>, List<String>> reader) {
		String outage = this.outage;
		SealedStore store = this.sharedStores.find(registration);
		if (store != null && outage == null) {
			List<String> names = List.of(account.stamp(), account.company().stamp(), account.end(),
					account.directory().stamp());
			try {
				return reader.apply(new SharedStamps(account.corpId(), store), names);
			}
			catch (SharedStoreException ex) {
				outage = beginOutage();
			}
		}
		String prefix = (outage != null) ? outage : "";
		return List.of(told(account), prefix + told(account.company()), Stamps.NONE, told(account.directory()));
	}

	private String told(Account account) {
		return this.told.getOrDefault(account, Stamps.NONE);
	}

	private synchronized String beginOutage() {
		String outage = (this.outage != null) ? this.outage : Stamps.random();
		this.outage = outage;
		return outage;
	}

	/**
	 * Restores session ends that a store has lost. After an outage, first writes the
	 * changes that the store may have missed.
	 */
	public void synchronize() {
		List<SharedStamps> stores = stores(null);
		try {
			if (this.outage != null) {
				stores.forEach((store) -> store.put("probe", ""));
				// A failure from here on begins another outage
				this.outage = null;
				this.told.keySet().forEach(this::send);
				this.unsentEnds.forEach(this::send);
			}
			stores.forEach(this::putBack);
		}
		catch (RuntimeException ex) {
			beginOutage();
		}
	}

	private void putBack(SharedStamps store) {
		Map<Account, String> ends = new HashMap<>(this.ends);
		List<Account> accounts = ends.keySet().stream().filter((end) -> end.corpId().equals(store.corpId())).toList();
		// Also without ends: a response proves that no announcement is missing
		List<String> stamps = store.read(accounts.stream().map(Account::end).toList());
		for (int i = 0; i < stamps.size(); i++) {
			Account account = accounts.get(i);
			if (!Stamps.isEnd(stamps.get(i))) {
				store.put(account.end(), ends.get(account));
			}
			else if (!this.unsentEnds.containsKey(account)) {
				// Another node may have ended the sessions again
				this.ends.replace(account, ends.get(account), stamps.get(i));
			}
		}
	}

	/**
	 * Stops the background synchronization.
	 */
	@Override
	public void close() {
		this.threads.close();
	}

}
