package io.github.wecomlogin.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.client.Deadline;

/**
 * Remembers for a minute what codes were worth. WeCom's webview calls a callback twice
 * now and then, at once or after giving up on the first answer, but a code can be spent
 * only once. The second callback gets what the first one got, if it comes from the same
 * browser and the member has not signed out in between.
 */
final class SpentCodes {

	static final Duration REPEATABLE = Duration.ofSeconds(60);

	private static final String HMAC = "HmacSHA256";

	// A bound for memory only: what is dropped early is just not recognized again
	private static final int MAX_CODES = 10_000;

	private final ConcurrentMap<String, CompletableFuture<Identity>> identities;

	private final ConcurrentMap<String, String> codes;

	SpentCodes(Ticker ticker) {
		this.identities = Caffeine.newBuilder()
			.expireAfterWrite(REPEATABLE)
			.maximumSize(MAX_CODES)
			.ticker(ticker)
			.<String, CompletableFuture<Identity>>build()
			.asMap();
		this.codes = Caffeine.newBuilder()
			.expireAfterWrite(CookieAttemptStore.MAX_AGE)
			.maximumSize(MAX_CODES)
			.ticker(ticker)
			.<String, String>build()
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
		String firstCode = this.codes.putIfAbsent(key(registration, attempt, ""), key);
		if (firstCode != null && !firstCode.equals(key)) {
			// One attempt brings one code, or a visitor could use up the company's calls
			// with invented ones
			throw new WeComRefusalException(WeComRefusal.ATTEMPT_MISMATCH);
		}
		CompletableFuture<Identity> mine = new CompletableFuture<>();
		CompletableFuture<Identity> first = this.identities.putIfAbsent(key, mine);
		if (first != null) {
			return await(first, deadline);
		}
		try {
			Identity identity = spend.get();
			mine.complete(identity);
			return identity;
		}
		catch (Throwable ex) {
			// Kept too: WeCom may have spent the code before the failure
			mine.completeExceptionally(ex);
			throw ex;
		}
	}

	/**
	 * Forgets what codes of a member were worth, so that none can be used again.
	 */
	void forget(Account account) {
		this.identities.values()
			.removeIf((identity) -> identity.isDone() && !identity.isCompletedExceptionally()
					&& identity.join().account().equals(account));
	}

	private static Identity await(CompletableFuture<Identity> first, Deadline deadline) {
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

	private static String key(WeComRegistration registration, Attempt attempt, String code) {
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

}
