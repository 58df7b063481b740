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
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.web.SignInSuppression;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;

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
	 * Maximum length of the sealed cookie. Longer hand-overs are shortened, and so are
	 * those for which the browser's other cookies leave too little room.
	 */
	private static final int MAX_LENGTH = 2000;

	/**
	 * What all cookies may take of a request, so that it fits into 8 KB of headers.
	 */
	private static final int REQUEST_BYTES = 7 * 1024;

	/**
	 * How often a member without an account is handed over again.
	 */
	static final int MAX_ROUNDS = 20;

	private static final String NAME = "wecom_handover";

	private static final String KEY_NAME = "wecom_handover_key";

	private static final JsonMapper JSON = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private final WeComRegistrations registrations;

	private final PerRegistration<CookieSeal> seals;

	private final LocalCookies cookies;

	private final SignInSuppression suppression;

	private final Clock clock;

	/**
	 * Creates the cookies.
	 * @param registrations whose secrets the cookies are sealed with
	 * @param cookies writes and reads them
	 * @param suppression tells that the member has signed out since
	 * @param clock tells when a hand-over is too old
	 */
	public HandOverCookies(WeComRegistrations registrations, LocalCookies cookies, SignInSuppression suppression,
			Clock clock) {
		this.registrations = registrations;
		this.seals = new PerRegistration<>(registrations, (registration) -> new CookieSeal("handover",
				registration.registrationId(), registration.application(), clock));
		this.cookies = cookies;
		this.suppression = suppression;
		this.clock = clock;
	}

	/**
	 * Hands over, in place of what was handed over before.
	 */
	void save(WeComRegistration registration, HandOver handOver, HttpServletRequest request,
			HttpServletResponse response) {
		save(registration, handOver, handOver.isPending() ? MAX_AGE_WITHOUT_ACCOUNT : MAX_AGE, 0, request, response);
	}

	/**
	 * Keeps a member who has no account for the rest of the time, so that the hand-over
	 * can be redeemed once more when an account is bound. After {@value #MAX_ROUNDS}
	 * times the member must sign in again.
	 * @param reference the reference under which the refusal was reported
	 */
	void keepPending(Found found, @Nullable String reference, HttpServletRequest request,
			HttpServletResponse response) {
		HandOver pending = found.handOver().withoutAccount(reference);
		if (!found.handOver().isPending()) {
			save(found.registration(), pending, request, response);
		}
		else if (found.rounds() < MAX_ROUNDS) {
			Duration rest = Duration.between(this.clock.instant(), found.expiresAt());
			save(found.registration(), pending, rest, found.rounds() + 1, request, response);
		}
		else {
			clear(request, response);
		}
	}

	private void save(WeComRegistration registration, HandOver handOver, Duration maxAge, int rounds,
			HttpServletRequest request, HttpServletResponse response) {
		String name = this.cookies.name(NAME, request);
		String key = SignInState.nonce();
		Instant expiresAt = this.clock.instant().plus(maxAge);
		String value = seal(registration, name, new Sealed(SignInState.nonce(), key, expiresAt, rounds, handOver));
		if (value.length() > Math.min(MAX_LENGTH, room(request))) {
			value = seal(registration, name,
					new Sealed(SignInState.nonce(), key, expiresAt, rounds, handOver.shortened()));
		}
		this.cookies.add(name, value, maxAge, request, response);
		this.cookies.add(this.cookies.name(KEY_NAME, request), key, maxAge, request, response);
	}

	/**
	 * Returns how much of the next request the browser's other cookies leave.
	 */
	private int room(HttpServletRequest request) {
		String cookies = request.getHeader(HttpHeaders.COOKIE);
		String replaced = this.cookies.find(NAME, request);
		return REQUEST_BYTES - ((cookies != null) ? cookies.length() : 0)
				+ ((replaced != null) ? replaced.length() : 0);
	}

	private String seal(WeComRegistration registration, String name, Sealed sealed) {
		return registration.registrationId() + "."
				+ this.seals.get(registration).seal(name, JSON.writeValueAsBytes(sealed), this.clock.instant());
	}

	/**
	 * Returns what was handed over to this browser.
	 * @return the hand-over, or {@code null} if there is none, it has expired, it was
	 * made for another browser, or the member has signed out since
	 */
	@Nullable Found find(HttpServletRequest request) {
		String name = this.cookies.name(NAME, request);
		String value = this.cookies.find(NAME, request);
		String key = this.cookies.find(KEY_NAME, request);
		int dot = (value != null) ? value.indexOf('.') : -1;
		if (value == null || key == null || dot < 0 || this.suppression.isSignedOut(request)) {
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
		return new Found(registration, sealed.id(), sealed.expiresAt(), sealed.rounds(), sealed.handOver());
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
	 * Voids what was handed over to this browser, if anything.
	 */
	public void clear(HttpServletRequest request, HttpServletResponse response) {
		if (this.cookies.find(NAME, request) != null) {
			this.cookies.remove(this.cookies.name(NAME, request), request, response);
			this.cookies.remove(this.cookies.name(KEY_NAME, request), request, response);
		}
	}

	/**
	 * A hand-over as found in a browser.
	 *
	 * @param id identifies the hand-over, which is redeemed once
	 * @param rounds how often the member was handed over again
	 */
	record Found(WeComRegistration registration, String id, Instant expiresAt, int rounds, HandOver handOver) {

		/**
		 * Returns the same with the member as confirmed now.
		 */
		Found with(WeComUser confirmed) {
			HandOver renewed = HandOver.of(confirmed);
			return new Found(this.registration, this.id, this.expiresAt, this.rounds,
					this.handOver.isPending() ? renewed.withoutAccount(this.handOver.reference()) : renewed);
		}

		@Override
		public String toString() {
			return "Found[]";
		}

	}

	/**
	 * The content of the sealed cookie.
	 */
	record Sealed(String id, String key, Instant expiresAt, int rounds, HandOver handOver) {

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
