package io.github.wecomlogin.invalidation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
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
 * replace. A session whose stamps differ from the current ones is checked again. Each
 * node remembers the stamps that it set. It uses them while no shared store answers,
 * writes them after an outage, and restores those that end a member's sessions when the
 * store has lost them. <em>Internal.</em>
 */
public final class ChangeStamps implements AutoCloseable {

	/**
	 * Time after which every node has restored the session ends lost by the store.
	 */
	public static final Duration SETTLING_TIME = Duration.ofSeconds(1);

	/**
	 * Lifetime of stamps in the shared store, and of the end of a member's sessions.
	 */
	public static final Duration LIFETIME = Duration.ofDays(30);

	private static final Duration SYNC_INTERVAL = Duration.ofMillis(400);

	private final BackgroundThreads threads = BackgroundThreads.droppingOnceClosed("stamps");

	private final WeComRegistrations registrations;

	private final PerRegistration<SharedStamps> stores;

	private final BiConsumer<WeComRegistration, String> directoryStamps;

	private final Clock clock;

	// Set by this node, or by the node that ended the same sessions later
	private final Map<Account, String> own;

	// Prefix of company stamps while the store does not answer
	private final AtomicReference<@Nullable String> outage = new AtomicReference<>();

	/**
	 * Creates the stamps.
	 * @param registrations the registrations that members sign in with
	 * @param sharedStores the stores that nodes share, if any
	 * @param directoryStamps receives the stamp of departments and tags before each use,
	 * empty if it is not known
	 * @param grace the grace period, after which no session continues without a check
	 * @param clock the clock that checks are dated by and stamps expire by
	 */
	public ChangeStamps(WeComRegistrations registrations, PerRegistration<SealedStore> sharedStores,
			BiConsumer<WeComRegistration, String> directoryStamps, Duration grace, Clock clock) {
		this.registrations = registrations;
		this.stores = new PerRegistration<>(registrations,
				(registration) -> SharedStamps.of(registration, sharedStores.find(registration)));
		this.directoryStamps = directoryStamps;
		this.clock = clock;
		// Longer than the grace period, because nodes' clocks may differ
		Duration lifetime = grace.plusMinutes(2);
		this.own = Caffeine.newBuilder()
			.executor(Runnable::run)
			.ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
			.expireAfter(Expiry.<Account, String>writing((account, stamp) -> Stamps.isEnd(stamp) ? LIFETIME : lifetime))
			.<Account, String>build()
			.asMap();
		if (!this.stores.isEmpty()) {
			this.threads.repeat(this::synchronize, SYNC_INTERVAL);
		}
	}

	/**
	 * Marks a member as changed: the member's sessions are checked again and the results
	 * of the member's codes are discarded.
	 * @param corpId the company
	 * @param userId the member's id, in any case
	 */
	public void memberChanged(String corpId, String userId) {
		set(Account.of(corpId, userId), Stamps.random());
	}

	/**
	 * Marks a company as changed: all its sessions are checked again and its directory is
	 * reloaded.
	 * @param corpId the company
	 */
	public void companyChanged(String corpId) {
		directoryChanged(corpId);
		set(Account.ofCompany(corpId), Stamps.random());
	}

	/**
	 * Marks departments and tags of a company as changed: they are reloaded before their
	 * next use.
	 * @param corpId the company
	 */
	public void directoryChanged(String corpId) {
		set(Account.ofDirectory(corpId), Stamps.random());
	}

	/**
	 * Ends all current sessions of a member on every node, each with its next request,
	 * and discards the results of the member's codes.
	 * @param corpId the company
	 * @param userId the member's id, in any case
	 */
	public synchronized void endSessions(String corpId, String userId) {
		set(Account.of(corpId, userId).end(), Stamps.newEnd());
	}

	private void set(Account account, String stamp) {
		this.own.put(account, stamp);
		try {
			this.stores.values().forEach((store) -> store.replace(account, stamp));
		}
		catch (SharedStoreException ex) {
			beginOutage();
		}
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

	private Stamps current(@Nullable WeComRegistration registration, Account account,
			BiFunction<SharedStamps, List<Account>, Map<Account, String>> reader) {
		SharedStamps store = this.stores.find(registration);
		String outage = this.outage.get();
		Map<Account, String> stamps = this.own;
		if (store != null && outage == null) {
			try {
				stamps = reader.apply(store, List.of(account, account.company(), account.end(), account.directory()));
			}
			catch (SharedStoreException ex) {
				outage = beginOutage();
			}
		}
		if (registration != null) {
			this.directoryStamps.accept(registration, stamps.getOrDefault(account.directory(), Stamps.MISSING));
		}
		String company = stamps.getOrDefault(account.company(), Stamps.NONE);
		String end = stamps.getOrDefault(account.end(), Stamps.NONE);
		return new Stamps(stamps.getOrDefault(account, Stamps.NONE), (outage != null) ? outage + company : company,
				Stamps.isEnd(end) ? end : this.own.getOrDefault(account.end(), end));
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

	private String beginOutage() {
		return this.outage.updateAndGet((before) -> (before != null) ? before : Stamps.random());
	}

	/**
	 * Restores session ends that a store has lost. After an outage, also sets the changes
	 * anew that the store may have missed.
	 */
	public synchronized void synchronize() {
		boolean afterOutage = this.outage.get() != null;
		try {
			if (afterOutage) {
				this.stores.values().forEach(SharedStamps::probe);
				// A failure from here on begins another outage
				this.outage.set(null);
				this.own.forEach((account, stamp) -> {
					if (!Stamps.isEnd(stamp)) {
						set(account, Stamps.random());
					}
				});
			}
			this.stores.values().forEach((store) -> restoreEnds(store, afterOutage));
		}
		catch (RuntimeException ex) {
			beginOutage();
		}
	}

	private void restoreEnds(SharedStamps store, boolean afterOutage) {
		Map<Account, String> ends = new HashMap<>();
		this.own.forEach((account, stamp) -> {
			if (Stamps.isEnd(stamp) && store.holds(account)) {
				ends.put(account, stamp);
			}
		});
		// Also without ends: a response proves that no announcement is missing
		store.read(List.copyOf(ends.keySet())).forEach((account, stored) -> {
			String end = ends.get(account);
			if (!Stamps.isEnd(stored)) {
				store.put(account, end);
			}
			else if (!stored.equals(end) && (afterOutage || this.outage.get() != null)) {
				// Which of the two is later is unknown
				set(account, Stamps.newEnd());
			}
			else if (!stored.equals(end)) {
				// Another node has ended the sessions again
				this.own.replace(account, stored);
			}
		});
	}

	/**
	 * Stops the background synchronization.
	 */
	@Override
	public void close() {
		this.threads.close();
	}

}
