package io.github.wecomlogin.attempt;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.util.Aead;
import org.jspecify.annotations.Nullable;

/**
 * Seals values for cookies of one purpose. The key is derived from the application's
 * secret, the purpose and the day (UTC) on which the value was sealed, so every node can
 * open it and nothing is configured; the associated data are the cookie's name and the
 * registration. Clocks of nodes may differ by {@link Attempt#MAX_AGE}.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class CookieSeal {

	private static final long SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();

	private final String purpose;

	private final String registrationId;

	private final WeComApplication application;

	private final Clock clock;

	private volatile @Nullable DayKey latestKey;

	/**
	 * Creates a seal.
	 * @param purpose names the kind of cookie; each has keys of its own
	 * @param registrationId the registration that values belong to
	 * @param application has the secret
	 * @param clock tells the day
	 */
	public CookieSeal(String purpose, String registrationId, WeComApplication application, Clock clock) {
		this.purpose = purpose;
		this.registrationId = registrationId;
		this.application = application;
		this.clock = clock;
	}

	/**
	 * Seals a value.
	 * @param sealedAt the time that {@code maxAge} counts from when it is opened
	 */
	public String seal(String cookieName, byte[] value, Instant sealedAt) {
		return encode(aead(day(sealedAt)).seal(value, associatedData(cookieName)));
	}

	/**
	 * Opens a value. It may be older than {@code maxAge} by as much as a day, so callers
	 * must seal its time with it.
	 * @param sealed any text
	 * @return the value, or {@code null} if it is not ours or was changed
	 */
	public byte @Nullable [] open(String cookieName, String sealed, Duration maxAge) {
		byte[] bytes;
		try {
			bytes = Base64.getUrlDecoder().decode(sealed);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
		if (!encode(bytes).equals(sealed)) {
			// The decoder ignores the last bits
			return null;
		}
		Instant now = this.clock.instant();
		byte[] opened = null;
		for (long day = day(now.minus(maxAge)); opened == null && day <= day(now.plus(Attempt.MAX_AGE)); day++) {
			opened = aead(day).open(bytes, associatedData(cookieName));
		}
		return opened;
	}

	private static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private byte[] associatedData(String cookieName) {
		return (cookieName + "\n" + this.registrationId).getBytes(StandardCharsets.UTF_8);
	}

	private Aead aead(long day) {
		DayKey latest = this.latestKey;
		if (latest == null || latest.day() != day) {
			latest = new DayKey(day, new Aead(this.application.deriveKey(this.purpose + "|" + day)));
			this.latestKey = latest;
		}
		return latest.aead();
	}

	private static long day(Instant instant) {
		return Math.floorDiv(instant.getEpochSecond(), SECONDS_PER_DAY);
	}

	private record DayKey(long day, Aead aead) {

	}

}
