package io.github.wecomlogin.authentication;

import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.attempt.Attempt;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStoreException;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Shares the result of an authorization code with callbacks that repeat it in the same
 * browser: at most {@value #MAX_REPEATS} within {@link Attempt#REPLAY_WINDOW}, without a
 * call to WeCom. A repeat that comes while the first callback is under way waits for it.
 * All other repeats are refused as {@code code_rejected}, also without a call.
 * <p>
 * With a shared store each node sends the code to WeCom once, and WeCom accepts it once.
 * The node that gets the identity puts it into the store, where a node whose code was
 * rejected looks for it.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ReplayCache implements AutoCloseable {

	static final int MAX_REPEATS = 5;

	// After which a node whose code was rejected looks for the result once more
	private static final Duration STORE_WAIT = Duration.ofMillis(500);

	private static final int MAX_CODES = 10_000;

	// Without codes that WeCom rejected, so that invented ones cannot evict results
	private final ConcurrentMap<String, Use> uses;

	// The one code that each attempt may bring
	private final ConcurrentMap<String, String> codes;

	private final PerRegistration<SealedStore> sharedStores;

	private final ChangeStamps stamps;

	private final BackgroundThreads threads;

	/**
	 * Creates an empty cache.
	 * @param sharedStores the stores that nodes share, if any
	 * @param stamps the current change stamps
	 * @param threads look for results of other nodes; closed with the cache
	 * @param ticker measures lifetimes
	 */
	public ReplayCache(PerRegistration<SealedStore> sharedStores, ChangeStamps stamps, BackgroundThreads threads,
			Ticker ticker) {
		this.sharedStores = sharedStores;
		this.stamps = stamps;
		this.threads = threads;
		this.uses = cache(Attempt.REPLAY_WINDOW, ticker);
		this.codes = cache(Attempt.MAX_AGE, ticker);
	}

	private static <V> ConcurrentMap<String, V> cache(Duration lifetime, Ticker ticker) {
		return Caffeine.newBuilder()
			.executor(Runnable::run)
			.expireAfterWrite(lifetime)
			.maximumSize(MAX_CODES)
			.ticker(ticker)
			.<String, V>build()
			.asMap();
	}

	/**
	 * Registers a callback.
	 * @return {@code mine}, to be completed or abandoned, if the code may be sent to
	 * WeCom; else the use to repeat, which may be {@code mine}, already refused
	 */
	public Use join(Use mine) {
		Use first = this.uses.putIfAbsent(mine.key, mine);
		if (first != null) {
			return first;
		}
		String code = this.codes.putIfAbsent(mine.attemptKey, mine.key);
		if (code != null) {
			this.uses.remove(mine.key, mine);
			mine.result.complete(CodeResult
				.refused(code.equals(mine.key) ? WeComRefusal.CODE_REJECTED : WeComRefusal.ATTEMPT_MISMATCH));
		}
		return mine;
	}

	/**
	 * Returns the result for a repeat, to be {@linkplain #valid validated} when it is
	 * used. Completed when the first callback is, or with {@code busy} at the deadline.
	 */
	public CompletableFuture<CodeResult> repeat(Use use, Deadline deadline) {
		if (use.repeats.incrementAndGet() > MAX_REPEATS) {
			return CompletableFuture.completedFuture(CodeResult.refused(WeComRefusal.CODE_REJECTED));
		}
		return use.result.isDone() ? use.result : use.result.copy()
			.completeOnTimeout(CodeResult.BUSY, deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Returns the result, or {@code code_rejected} once the member has signed out or
	 * changed.
	 */
	public CodeResult valid(Use use, CodeResult result) {
		Identity identity = result.identity();
		boolean valid = identity == null || (this.stamps.isCurrent(use.registration, identity.account(), result.stamp())
				&& (!use.elsewhere.get() || read(use) != null));
		return valid ? result : CodeResult.refused(WeComRefusal.CODE_REJECTED);
	}

	/**
	 * Ends a use without a result, so that the same callback can come again.
	 */
	public void abandon(Use use) {
		if (use.result.complete(CodeResult.BUSY)) {
			this.codes.remove(use.attemptKey, use.key);
			this.uses.remove(use.key, use);
		}
	}

	/**
	 * Notes an identity, or that WeCom returned none, for other nodes too.
	 */
	void exchanged(Use use, @Nullable Identity identity, @Nullable WeComRefusal refusal) {
		String stamp = (identity != null) ? this.stamps.current(use.registration, identity.account()).write() : null;
		use.exchanged.set(new CodeResult(identity, stamp, null, refusal));
		SealedStore store = this.sharedStores.find(use.registration);
		try {
			if (store != null) {
				store.put(use.key, use.exchanged.get().write(), Attempt.REPLAY_WINDOW);
			}
		}
		catch (SharedStoreException ex) {
			// Repeats on other nodes are sent to WeCom once more
		}
	}

	/**
	 * Looks for the result of a code that WeCom has rejected.
	 * @param permit the permit of the sign-in, whose place is given back before waiting
	 * @return the result, or {@code null} if no node has one
	 */
	@Nullable CodeResult exchangedElsewhere(Use use, SignInPermit permit) {
		if (this.sharedStores.find(use.registration) == null) {
			return null;
		}
		CodeResult found = read(use);
		if (found == null && permit.leaveForLookup()) {
			CompletableFuture<@Nullable CodeResult> later = new CompletableFuture<>();
			this.threads.executeLater(() -> later.complete(read(use)), STORE_WAIT);
			found = later.completeOnTimeout(null, permit.deadline().remaining().toNanos(), TimeUnit.NANOSECONDS).join();
		}
		use.elsewhere.set(found != null);
		use.exchanged.set((found != null) ? found : Use.LOST);
		return (found != null) ? valid(use, found) : null;
	}

	private @Nullable CodeResult read(Use use) {
		try {
			SealedStore.Entry entry = this.sharedStores.get(use.registration).get(use.key);
			return (entry != null) ? CodeResult.read(use.registration.application().corpId(), entry.value()) : null;
		}
		catch (SharedStoreException ex) {
			return null;
		}
	}

	/**
	 * Completes the first use of a code with what repeats get.
	 */
	void complete(Use use, @Nullable WeComUser user, @Nullable WeComRefusal refusal) {
		if (refusal == WeComRefusal.CODE_REJECTED) {
			this.uses.remove(use.key, use);
		}
		CodeResult exchanged = use.exchanged.get();
		use.result.complete(new CodeResult(exchanged.identity(), exchanged.stamp(), user, refusal));
	}

	@Override
	public void close() {
		this.threads.close();
	}

	/**
	 * The first use of a code. What another node exchanged expires with the store's
	 * entry.
	 */
	public record Use(WeComRegistration registration, String attemptKey, String key, AtomicInteger repeats,
			AtomicReference<CodeResult> exchanged, AtomicBoolean elsewhere, CompletableFuture<CodeResult> result) {

		private static final CodeResult LOST = CodeResult.refused(WeComRefusal.CODE_REJECTED);

		public static Use of(WeComRegistration registration, Attempt attempt, String code) {
			return new Use(registration, key(registration, attempt, ""), key(registration, attempt, code),
					new AtomicInteger(), new AtomicReference<>(CodeResult.NONE), new AtomicBoolean(),
					new CompletableFuture<>());
		}

		private static String key(WeComRegistration registration, Attempt attempt, String code) {
			String hashed = String.join("\n", registration.registrationId(), attempt.state(), attempt.nonce(), code);
			return Base64.getEncoder().encodeToString(registration.application().deriveKey("code-result|" + hashed));
		}

		/**
		 * Whether WeCom rejected the code and no node has its result.
		 */
		boolean isLost() {
			return this.exchanged.get() == LOST;
		}

	}

}
