package io.github.wecomlogin.login;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.github.wecomlogin.client.WeComApplication;
import org.jspecify.annotations.Nullable;

/**
 * Seals attempts for the cookies they travel in, and opens them again: AES-256-GCM under
 * a key of the application and the day, bound to the cookie's name and the registration.
 * An attempt older than its time does not open.
 */
final class AttemptSeal {

	private static final String CIPHER = "AES/GCM/NoPadding";

	private static final int IV_BYTES = 12;

	private static final int TAG_BITS = 128;

	private static final long SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();

	private static final SecureRandom RANDOM = new SecureRandom();

	private final String registrationId;

	private final WeComApplication application;

	private final Clock clock;

	private volatile @Nullable DayKey latestKey;

	AttemptSeal(String registrationId, WeComApplication application, Clock clock) {
		this.registrationId = registrationId;
		this.application = application;
		this.clock = clock;
	}

	String seal(String cookieName, Attempt attempt) {
		byte[] iv = new byte[IV_BYTES];
		RANDOM.nextBytes(iv);
		try {
			Cipher cipher = cipher(Cipher.ENCRYPT_MODE, cookieName, iv, day(attempt.startedAt()));
			byte[] sealed = cipher.doFinal(write(attempt));
			byte[] value = Arrays.copyOf(iv, IV_BYTES + sealed.length);
			System.arraycopy(sealed, 0, value, IV_BYTES, sealed.length);
			return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("Could not seal a sign-in attempt", ex);
		}
	}

	/**
	 * Opens an attempt.
	 * @return the attempt, or {@code null} if it is not ours, was changed or is too old
	 */
	@Nullable Attempt open(String cookieName, String value) {
		return open(cookieName, value, CookieAttemptStore.MAX_AGE);
	}

	/**
	 * Opens an attempt of a given age.
	 * @return the attempt, or {@code null} if it is not ours, was changed or is older
	 */
	@Nullable Attempt open(String cookieName, String value, Duration maxAge) {
		Instant now = this.clock.instant();
		Attempt attempt = open(cookieName, value, day(now));
		if (attempt == null && day(now.minus(maxAge)) != day(now)) {
			attempt = open(cookieName, value, day(now) - 1);
		}
		if (attempt == null || attempt.startedAt().plus(maxAge).isBefore(now)) {
			return null;
		}
		return attempt;
	}

	private @Nullable Attempt open(String cookieName, String value, long day) {
		try {
			byte[] sealed = Base64.getUrlDecoder().decode(value);
			if (sealed.length <= IV_BYTES) {
				return null;
			}
			Cipher cipher = cipher(Cipher.DECRYPT_MODE, cookieName, Arrays.copyOf(sealed, IV_BYTES), day);
			return read(cipher.doFinal(sealed, IV_BYTES, sealed.length - IV_BYTES));
		}
		catch (IllegalArgumentException | AEADBadTagException | IOException ex) {
			return null;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Could not open a sign-in attempt", ex);
		}
	}

	private Cipher cipher(int mode, String cookieName, byte[] iv, long day) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance(CIPHER);
		cipher.init(mode, key(day), new GCMParameterSpec(TAG_BITS, iv));
		cipher.updateAAD((cookieName + "\n" + this.registrationId).getBytes(StandardCharsets.UTF_8));
		return cipher;
	}

	private SecretKeySpec key(long day) {
		DayKey latest = this.latestKey;
		if (latest == null || latest.day() != day) {
			latest = new DayKey(day, new SecretKeySpec(this.application.deriveKey("attempt|" + day), "AES"));
			this.latestKey = latest;
		}
		return latest.key();
	}

	private static long day(Instant instant) {
		return Math.floorDiv(instant.getEpochSecond(), SECONDS_PER_DAY);
	}

	private static byte[] write(Attempt attempt) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream out = new DataOutputStream(bytes);
		out.writeUTF(attempt.state());
		out.writeUTF(attempt.nonce());
		out.writeByte(attempt.way().ordinal());
		out.writeLong(attempt.startedAt().getEpochSecond());
		out.writeBoolean(attempt.used());
		out.writeUTF((attempt.returnTo() != null) ? ReturnTarget.shorten(attempt.returnTo()) : "");
		return bytes.toByteArray();
	}

	private Attempt read(byte[] bytes) throws IOException {
		DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
		String state = in.readUTF();
		String nonce = in.readUTF();
		SignInWay way = SignInWay.values()[in.readByte()];
		Instant startedAt = Instant.ofEpochSecond(in.readLong());
		boolean used = in.readBoolean();
		ReturnTarget returnTo = ReturnTarget.parse(in.readUTF());
		return new Attempt(this.registrationId, state, nonce, way, (returnTo != null) ? returnTo.value() : null,
				startedAt, used);
	}

	private record DayKey(long day, SecretKeySpec key) {

	}

}
