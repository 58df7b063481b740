package io.github.wecomlogin.attempt;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

import io.github.wecomlogin.client.WeComApplication;
import io.github.wecomlogin.user.SignInWay;
import org.jspecify.annotations.Nullable;

/**
 * Seals attempts for the cookies they travel in, and opens them again. The return target
 * is deflated, because cookies are short and percent-encoded text is not. An attempt does
 * not open once it is older than {@link Attempt#MAX_AGE}. Clocks of nodes may differ by
 * as much.
 */
final class AttemptSeal {

	private final String registrationId;

	private final CookieSeal seal;

	private final Clock clock;

	AttemptSeal(String registrationId, WeComApplication application, Clock clock) {
		this.registrationId = registrationId;
		this.seal = new CookieSeal("attempt", registrationId, application, clock);
		this.clock = clock;
	}

	String seal(String cookieName, Attempt attempt) {
		return this.seal.seal(cookieName, write(attempt), attempt.startedAt());
	}

	/**
	 * Opens an attempt.
	 * @param value any text
	 * @return the attempt, or {@code null} if it is not ours, was changed or is too old
	 */
	@Nullable Attempt open(String cookieName, String value) {
		return open(cookieName, value, Attempt.MAX_AGE);
	}

	/**
	 * Opens an attempt of a given age.
	 * @return the attempt, or {@code null} if it is not ours, was changed or is older
	 */
	@Nullable Attempt open(String cookieName, String value, Duration maxAge) {
		byte[] opened = this.seal.open(cookieName, value, maxAge);
		Attempt attempt = (opened != null) ? read(opened) : null;
		return (attempt != null && !attempt.startedAt().plus(maxAge).isBefore(this.clock.instant())) ? attempt : null;
	}

	private static byte[] write(Attempt attempt) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeUTF(attempt.state());
			out.writeUTF(attempt.nonce());
			out.writeUTF(attempt.way().name());
			out.writeLong(attempt.startedAt().getEpochSecond());
			out.writeBoolean(attempt.used());
			if (attempt.returnTo() != null) {
				out.write(deflate(attempt.returnTo()));
			}
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("The attempt is too long", ex);
		}
		return bytes.toByteArray();
	}

	/**
	 * Reads what an attempt consists of; another version may have sealed something else.
	 */
	private @Nullable Attempt read(byte[] bytes) {
		try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
			String state = in.readUTF();
			String nonce = in.readUTF();
			SignInWay way = SignInWay.valueOf(in.readUTF());
			Instant startedAt = Instant.ofEpochSecond(in.readLong());
			boolean used = in.readBoolean();
			byte[] returnTo = in.readNBytes(in.available());
			ReturnTarget target = (returnTo.length > 0) ? ReturnTarget.parse(inflate(returnTo)) : null;
			return new Attempt(this.registrationId, state, nonce, way, (target != null) ? target.value() : null,
					startedAt, used);
		}
		catch (IOException | IllegalArgumentException | DateTimeException ex) {
			return null;
		}
	}

	private static byte[] deflate(String text) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
			out.write(text.getBytes(StandardCharsets.UTF_8));
		}
		finally {
			deflater.end();
		}
		return bytes.toByteArray();
	}

	private static String inflate(byte[] deflated) throws IOException {
		Inflater inflater = new Inflater(true);
		try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated), inflater)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		finally {
			inflater.end();
		}
	}

}
