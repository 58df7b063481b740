package io.github.wecomlogin.simulator.api;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Issues and redeems random strings with a limited lifetime: codes and tickets.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param <T> the type of the associated values
 */
public final class Credentials<T> {

	private static final SecureRandom RANDOM = new SecureRandom();

	/**
	 * Time that expired credentials are kept, to distinguish "expired" from "unknown".
	 */
	private static final Duration MEMORY = Duration.ofHours(24);

	private final ConcurrentMap<String, Issued<T>> issued = new ConcurrentHashMap<>();

	private final Clock clock;

	private final Duration lifetime;

	private final String prefix;

	private final int length;

	public Credentials(Clock clock, Duration lifetime, String prefix, int length) {
		this.clock = clock;
		this.lifetime = lifetime;
		this.prefix = prefix;
		this.length = length;
	}

	/**
	 * Returns a random string.
	 * @param prefix the prefix
	 * @param length the length including the prefix
	 */
	static String random(String prefix, int length) {
		byte[] bytes = new byte[length];
		RANDOM.nextBytes(bytes);
		return (prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)).substring(0, length);
	}

	public String issue(T value) {
		Instant now = this.clock.instant();
		this.issued.values().removeIf((old) -> old.expiry().plus(MEMORY).isBefore(now));
		String credential = random(this.prefix, this.length);
		this.issued.put(credential, new Issued<>(value, now.plus(this.lifetime)));
		return credential;
	}

	/**
	 * Returns the value of a credential, even if it has expired.
	 */
	Optional<Issued<T>> find(String credential) {
		return Optional.ofNullable(this.issued.get(credential));
	}

	/**
	 * Redeems a credential; only one caller receives its value.
	 */
	Optional<T> spend(String credential) {
		return Optional.ofNullable(this.issued.remove(credential)).filter(this::isLive).map(Issued::value);
	}

	boolean isLive(Issued<T> issued) {
		return this.clock.instant().isBefore(issued.expiry());
	}

	public void clear() {
		this.issued.clear();
	}

	record Issued<T>(T value, Instant expiry) {

	}

}
