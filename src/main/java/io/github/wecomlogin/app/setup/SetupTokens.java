package io.github.wecomlogin.app.setup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.attempt.SignInState;
import io.github.wecomlogin.authentication.LeakyBuckets;
import io.github.wecomlogin.util.IpAddresses;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that open the set-up: the configured one, or else the one of the link in the
 * log, which is accepted once. Rate-limits wrong tokens: a client address may send
 * {@value #MAX_WRONG} at once, and one more per minute.
 */
final class SetupTokens {

	static final int MAX_WRONG = 5;

	private static final Duration FORGIVEN_EVERY = Duration.ofMinutes(1);

	private final @Nullable String configured;

	private final AtomicReference<@Nullable String> link = new AtomicReference<>();

	private final LeakyBuckets wrong;

	SetupTokens(@Nullable String configured, Ticker ticker) {
		this.configured = configured;
		this.wrong = new LeakyBuckets(MAX_WRONG, FORGIVEN_EVERY, ticker);
	}

	boolean isConfigured() {
		return this.configured != null;
	}

	/**
	 * Returns the token of a new link, in place of the one before: 128 random bits.
	 */
	String newLink() {
		String token = SignInState.nonce();
		this.link.set(token);
		return token;
	}

	/**
	 * Whether the token is that of the link, which is spent by this call.
	 * @param address the address of the client
	 */
	boolean redeemLink(String token, String address) {
		String expected = this.link.get();
		return accept(expected, token, address) && this.link.compareAndSet(expected, null);
	}

	/**
	 * Whether the token is the configured one.
	 * @param address the address of the client
	 */
	boolean matchesConfigured(String token, String address) {
		return accept(this.configured, token, address);
	}

	private boolean accept(@Nullable String expected, String token, String address) {
		String client = IpAddresses.client(address);
		// Counted as wrong before it is compared, so that concurrent tries count as well
		if (!this.wrong.add(client, false) || expected == null || !isEqual(expected, token)) {
			return false;
		}
		this.wrong.remove(client);
		return true;
	}

	private static boolean isEqual(String expected, String token) {
		return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
	}

}
