package io.github.wecomlogin.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.github.wecomlogin.attempt.CookieSeal;
import io.github.wecomlogin.attempt.LocalCookies;
import io.github.wecomlogin.attempt.SignInState;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries a hand-over from the callback to the front end in two cookies of the same
 * browser: the sealed hand-over, and a random key that is sealed in it. One without the
 * other opens nothing, so a hand-over that was copied or planted is worthless in a
 * browser without its key. Both are {@code HttpOnly} and {@code SameSite=Lax}, and under
 * https have the prefix {@code __Host-}.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class HandOverCookies {

	/**
	 * Lifetime of a hand-over.
	 */
	static final Duration MAX_AGE = Duration.ofSeconds(60);

	/**
	 * Lifetime of the hand-over of a member who must bind an account first.
	 */
	static final Duration MAX_AGE_WITHOUT_ACCOUNT = Duration.ofMinutes(10);

	/**
	 * Maximum length of the sealed cookie, so that the next request fits into 8 KB of
	 * headers beside the attempts. Longer hand-overs are shortened.
	 */
	private static final int MAX_LENGTH = 2000;

	private static final String NAME = "wecom_handover";

	private static final String KEY_NAME = "wecom_handover_key";

	private static final JsonMapper JSON = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private final WeComRegistrations registrations;

	private final PerRegistration<CookieSeal> seals;

	private final LocalCookies cookies;

	private final Clock clock;

	/**
	 * Creates the cookies.
	 * @param registrations whose secrets the cookies are sealed with
	 * @param cookies writes and reads them
	 * @param clock tells when a hand-over is too old
	 */
	public HandOverCookies(WeComRegistrations registrations, LocalCookies cookies, Clock clock) {
		this.registrations = registrations;
		this.seals = new PerRegistration<>(registrations, (registration) -> new CookieSeal("handover",
				registration.registrationId(), registration.application(), clock));
		this.cookies = cookies;
		this.clock = clock;
	}

	/**
	 * Hands over, in place of what was handed over before.
	 */
	void save(WeComRegistration registration, HandOver handOver, HttpServletRequest request,
			HttpServletResponse response) {
		save(registration, handOver, handOver.isPending() ? MAX_AGE_WITHOUT_ACCOUNT : MAX_AGE, request, response);
	}

	/**
	 * Keeps a member who has no account for the rest of the time, so that the hand-over
	 * can be redeemed once more when an account is bound.
	 */
	void keepPending(Found found, HttpServletRequest request, HttpServletResponse response) {
		if (found.handOver().isPending()) {
			Duration rest = Duration.between(this.clock.instant(), found.expiresAt());
			save(found.registration(), found.handOver(), rest, request, response);
		}
		else {
			save(found.registration(), found.handOver().withoutAccount(), request, response);
		}
	}

	private void save(WeComRegistration registration, HandOver handOver, Duration maxAge, HttpServletRequest request,
			HttpServletResponse response) {
		String name = this.cookies.name(NAME, request);
		String key = SignInState.nonce();
		Instant expiresAt = this.clock.instant().plus(maxAge);
		String value = seal(registration, name, new Sealed(SignInState.nonce(), key, expiresAt, handOver));
		if (value.length() > MAX_LENGTH) {
			value = seal(registration, name, new Sealed(SignInState.nonce(), key, expiresAt, handOver.shortened()));
		}
		this.cookies.add(name, value, maxAge, request, response);
		this.cookies.add(this.cookies.name(KEY_NAME, request), key, maxAge, request, response);
	}

	private String seal(WeComRegistration registration, String name, Sealed sealed) {
		return registration.registrationId() + "."
				+ this.seals.get(registration).seal(name, JSON.writeValueAsBytes(sealed), this.clock.instant());
	}

	/**
	 * Returns what was handed over to this browser.
	 * @return the hand-over, or {@code null} if there is none, it has expired, or it was
	 * made for another browser
	 */
	@Nullable Found find(HttpServletRequest request) {
		String name = this.cookies.name(NAME, request);
		String value = this.cookies.find(NAME, request);
		String key = this.cookies.find(KEY_NAME, request);
		int dot = (value != null) ? value.indexOf('.') : -1;
		if (value == null || key == null || dot < 0) {
			return null;
		}
		WeComRegistration registration = this.registrations.find(value.substring(0, dot));
		CookieSeal seal = this.seals.find(registration);
		byte[] opened = (seal != null) ? seal.open(name, value.substring(dot + 1), MAX_AGE_WITHOUT_ACCOUNT) : null;
		Sealed sealed = (opened != null) ? read(opened) : null;
		if (registration == null || sealed == null || !sealed.fits(key)
				|| !this.clock.instant().isBefore(sealed.expiresAt())) {
			return null;
		}
		return new Found(registration, sealed.id(), sealed.expiresAt(), sealed.handOver());
	}

	/**
	 * Reads what was sealed; another version may have sealed something else.
	 */
	private static @Nullable Sealed read(byte[] opened) {
		try {
			return JSON.readValue(opened, Sealed.class);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Forgets what was handed over to this browser.
	 */
	void clear(HttpServletRequest request, HttpServletResponse response) {
		this.cookies.remove(this.cookies.name(NAME, request), request, response);
		this.cookies.remove(this.cookies.name(KEY_NAME, request), request, response);
	}

	/**
	 * A hand-over as found in a browser.
	 *
	 * @param id identifies the hand-over, which is redeemed once
	 */
	record Found(WeComRegistration registration, String id, Instant expiresAt, HandOver handOver) {

		@Override
		public String toString() {
			return "Found[]";
		}

	}

	/**
	 * The content of the sealed cookie.
	 */
	record Sealed(String id, String key, Instant expiresAt, HandOver handOver) {

		boolean fits(String otherKey) {
			return MessageDigest.isEqual(this.key.getBytes(StandardCharsets.US_ASCII),
					otherKey.getBytes(StandardCharsets.US_ASCII));
		}

		@Override
		public String toString() {
			return "Sealed[]";
		}

	}

}
