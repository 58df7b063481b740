package io.github.wecomlogin.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.client.BackgroundThreads;
import io.github.wecomlogin.client.Deadline;
import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.store.SealedStore;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a minute what codes were worth. WeCom's webview calls a callback twice
 * now and then, at once or after giving up on the first answer, but a code can be spent
 * only once. The second callback gets what the first one got, if it comes from the same
 * browser and the member has not signed out in between; with a shared store also if it
 * comes to another node.
 */
final class SpentCodes {

	static final Duration REPEATABLE = Duration.ofSeconds(60);

	private static final String HMAC = "HmacSHA256";

	// A bound for memory only: what is dropped early is just not recognized again
	private static final int MAX_CODES = 10_000;

	/**
	 * What is being spent now, never more than there are requests.
	 */
	private final ConcurrentMap<String, CompletableFuture<Outcome>> running = new ConcurrentHashMap<>();

	/**
	 * Nothing gets in here without WeCom's word, so that invented codes push nobody out.
	 */
	private final Map<String, Outcome> identities;

	private final Map<String, Outcome> refusals;

	private final ConcurrentMap<String, String> codes;

	private final ChangeStamps stamps;

	private final SharedCodes sharedCodes;

	private final Clock clock;

	SpentCodes(ChangeStamps stamps, BackgroundThreads threads, Ticker ticker, Clock clock) {
		this.stamps = stamps;
		this.sharedCodes = new SharedCodes(threads, clock);
		this.clock = clock;
		this.identities = memory(ticker, clock);
		this.refusals = memory(ticker, clock);
		this.codes = Caffeine.newBuilder()
			.executor(Runnable::run)
			.expireAfterWrite(CookieAttemptStore.MAX_AGE)
			.maximumSize(MAX_CODES)
			.ticker(ticker)
			.<String, String>build()
			.asMap();
	}

	private static Map<String, Outcome> memory(Ticker ticker, Clock clock) {
		return Caffeine.newBuilder()
			.executor(Runnable::run)
			.expireAfter(Expiry.<String, Outcome>writing((key, outcome) -> outcome.repeatableFor(clock)))
			.maximumSize(MAX_CODES)
			.ticker(ticker)
			.<String, Outcome>build()
			.asMap();
	}

	/**
	 * Returns what a code is worth, spending it unless that happened already.
	 * @param registration with which application it was got
	 * @param attempt the attempt that it belongs to
	 * @param code the code
	 * @param deadline how long to wait for somebody else who is spending it
	 * @param spend spends the code
	 * @return the identity
	 */
	Identity spendOnce(WeComRegistration registration, Attempt attempt, String code, Deadline deadline,
			Supplier<Identity> spend) {
		String key = key(registration, attempt, code);
		String attemptKey = key(registration, attempt, "");
		requireSame(key, this.codes.putIfAbsent(attemptKey, key));
		CompletableFuture<Outcome> mine = new CompletableFuture<>();
		CompletableFuture<Outcome> first = this.running.putIfAbsent(key, mine);
		if (first != null) {
			return repeat(registration, await(first, deadline));
		}
		try {
			Outcome known = known(key);
			if (known != null) {
				mine.complete(known);
				return repeat(registration, known);
			}
			Spending spending = new Spending(registration, spend);
			Outcome outcome = obtain(registration, attemptKey, key, deadline, spending);
			((outcome.identity() != null) ? this.identities : this.refusals).put(key, outcome);
			mine.complete(outcome);
			return spending.isOwn(outcome) ? spending.identity() : repeat(registration, outcome);
		}
		catch (Throwable ex) {
			mine.completeExceptionally(ex);
			throw ex;
		}
		finally {
			this.running.remove(key, mine);
		}
	}

	private @Nullable Outcome known(String key) {
		Outcome identity = this.identities.get(key);
		return (identity != null) ? identity : this.refusals.get(key);
	}

	private Outcome obtain(WeComRegistration registration, String attemptKey, String key, Deadline deadline,
			Spending spending) {
		SealedStore store = registration.sharedStore();
		if (store == null) {
			return spending.get();
		}
		String firstCode = this.sharedCodes.firstCode(store, attemptKey, key);
		this.codes.put(attemptKey, firstCode);
		requireSame(key, firstCode);
		return this.sharedCodes.obtain(store, key, deadline, spending);
	}

	/**
	 * One attempt brings one code, or a visitor could use up the company's calls with
	 * invented ones.
	 */
	private static void requireSame(String key, @Nullable String firstCode) {
		if (firstCode != null && !firstCode.equals(key)) {
			throw new WeComRefusalException(WeComRefusal.ATTEMPT_MISMATCH);
		}
	}

	/**
	 * Forgets what codes of a member were worth, so that none can be used again.
	 */
	void forget(Account account) {
		this.stamps.memberChanged(account.corpId(), account.userId());
	}

	private Identity repeat(WeComRegistration registration, Outcome outcome) {
		Identity identity = outcome.identity();
		if (identity == null) {
			throw outcome.refusalOr(WeComRefusal.WECOM_UNAVAILABLE);
		}
		if (!identity.account().corpId().equals(registration.application().corpId())) {
			throw new WeComRefusalException(WeComRefusal.WECOM_UNAVAILABLE,
					new ExplainedException("What a code was worth belongs to another company. 授权码结果属于其他企业。"));
		}
		if (!this.stamps.isCurrent(registration, identity.account(), outcome.seen())) {
			throw new WeComRefusalException(WeComRefusal.CODE_REJECTED,
					new ExplainedException("The member has signed out since the code was spent. 成员在授权码使用后已退出登录。"));
		}
		return identity;
	}

	private static Outcome await(CompletableFuture<Outcome> first, Deadline deadline) {
		try {
			return first.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof WeComRefusalException refusal) {
				throw refusal;
			}
			throw new WeComRefusalException(WeComRefusal.WECOM_UNAVAILABLE, ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new WeComRefusalException(WeComRefusal.WECOM_UNAVAILABLE, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new WeComRefusalException(WeComRefusal.WECOM_UNAVAILABLE, ex);
		}
	}

	static String key(WeComRegistration registration, Attempt attempt, String code) {
		try {
			Mac mac = Mac.getInstance(HMAC);
			mac.init(new SecretKeySpec(registration.application().deriveKey("spent-code"), HMAC));
			for (String part : new String[] { registration.registrationId(), attempt.state(), attempt.nonce(), code }) {
				mac.update(part.getBytes(StandardCharsets.UTF_8));
				mac.update((byte) 0);
			}
			return Base64.getEncoder().encodeToString(mac.doFinal());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java runtime has no " + HMAC, ex);
		}
	}

	/**
	 * Spends a code and keeps, for the one who did, what cannot be kept for others.
	 */
	private final class Spending implements Supplier<Outcome> {

		private final WeComRegistration registration;

		private final Supplier<Identity> spend;

		private @Nullable Outcome outcome;

		private @Nullable RuntimeException failure;

		private Spending(WeComRegistration registration, Supplier<Identity> spend) {
			this.registration = registration;
			this.spend = spend;
		}

		@Override
		public Outcome get() {
			Instant begin = SpentCodes.this.clock.instant();
			Outcome outcome;
			try {
				Identity identity = this.spend.get();
				outcome = Outcome.of(identity, begin,
						SpentCodes.this.stamps.current(this.registration, identity.account()).write());
			}
			catch (RuntimeException ex) {
				// Kept too: WeCom may have spent the code before the failure
				outcome = refused(ex, begin);
				this.failure = ex;
			}
			this.outcome = outcome;
			return outcome;
		}

		private static Outcome refused(RuntimeException ex, Instant begin) {
			if (!(ex instanceof WeComRefusalException refusal)) {
				return Outcome.refused(WeComRefusal.WECOM_UNAVAILABLE,
						ExplainedException.of("Spending a code", ex).getMessage(), begin);
			}
			Throwable cause = refusal.getCause();
			boolean ours = cause instanceof WeComApiException || cause instanceof ExplainedException;
			return Outcome.refused(refusal.getRefusal(), ours ? cause.getMessage() : null, begin);
		}

		boolean isOwn(Outcome outcome) {
			return outcome == this.outcome;
		}

		/**
		 * Returns what came out, or throws what went wrong.
		 */
		Identity identity() {
			if (this.failure != null) {
				throw this.failure;
			}
			if (this.outcome == null || this.outcome.identity() == null) {
				throw new IllegalStateException("No code was spent");
			}
			return this.outcome.identity();
		}

	}

}
