package io.github.wecomlogin.simulator.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Issues application tokens (D/91039). Repeated calls return the same token while it is
 * valid.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class AccessTokens {

	public static final Duration USUAL_LIFETIME = Duration.ofSeconds(7200);

	/**
	 * Prefix that identifies simulated tokens.
	 */
	private static final String PREFIX = "simulated-token-";

	private static final int LENGTH = 214;

	private static final Duration MEMORY = Duration.ofHours(24);

	private final Clock clock;

	private final Map<String, Instant> expiries = new HashMap<>();

	private Duration lifetime = USUAL_LIFETIME;

	private @Nullable AccessToken current;

	public AccessTokens(Clock clock) {
		this.clock = clock;
	}

	synchronized AccessToken current() {
		Instant now = this.clock.instant();
		AccessToken token = this.current;
		if (token == null || token.expiresIn(now) == 0) {
			this.expiries.values().removeIf((expiry) -> expiry.plus(MEMORY).isBefore(now));
			token = new AccessToken(Credentials.random(PREFIX, LENGTH), now.plus(this.lifetime));
			this.expiries.put(token.value(), token.expiry());
			this.current = token;
		}
		return token;
	}

	synchronized void check(@Nullable String value) throws ApiError {
		if (value == null) {
			throw new ApiError(ApiError.ACCESS_TOKEN_MISSING);
		}
		Instant expiry = this.expiries.get(value);
		if (expiry == null) {
			throw new ApiError(ApiError.INVALID_ACCESS_TOKEN);
		}
		if (!this.clock.instant().isBefore(expiry)) {
			throw new ApiError(ApiError.ACCESS_TOKEN_EXPIRED);
		}
	}

	public synchronized void lifetime(Duration lifetime) {
		this.lifetime = lifetime;
	}

	public synchronized void withdraw() {
		this.expiries.clear();
		this.current = null;
	}

	record AccessToken(String value, Instant expiry) {

		/**
		 * Returns the remaining seconds, rounded up, so that a new token has its full
		 * lifetime.
		 */
		long expiresIn(Instant now) {
			return Math.max(0, Duration.between(now, this.expiry).plusNanos(999_999_999).toSeconds());
		}

	}

}
