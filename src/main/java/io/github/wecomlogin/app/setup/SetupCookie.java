package io.github.wecomlogin.app.setup;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.github.wecomlogin.attempt.CookieSeal;
import io.github.wecomlogin.attempt.LocalCookies;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Cookie of a browser in which a token for the set-up was accepted. It is sealed with a
 * key derived from the application's secret, so that it opens the page on every node and
 * after a restart, for an hour.
 */
final class SetupCookie {

	static final Duration LIFETIME = Duration.ofHours(1);

	private static final String NAME = "wecom_setup";

	private final LocalCookies cookies;

	private final CookieSeal seal;

	private final Clock clock;

	SetupCookie(WeComRegistrations registrations, LocalCookies cookies, Clock clock) {
		WeComRegistration first = registrations.iterator().next();
		this.cookies = cookies;
		this.seal = new CookieSeal("setup", first.registrationId(), first.application(), clock);
		this.clock = clock;
	}

	void add(HttpServletRequest request, HttpServletResponse response) {
		String name = this.cookies.name(NAME, request);
		Instant now = this.clock.instant();
		byte[] expiry = ByteBuffer.allocate(Long.BYTES).putLong(now.plus(LIFETIME).toEpochMilli()).array();
		this.cookies.add(name, this.seal.seal(name, expiry, now), LIFETIME, request, response);
	}

	boolean isValid(HttpServletRequest request) {
		String sealed = this.cookies.find(NAME, request);
		byte[] expiry = (sealed != null) ? this.seal.open(this.cookies.name(NAME, request), sealed, LIFETIME) : null;
		return expiry != null && this.clock.instant().isBefore(Instant.ofEpochMilli(ByteBuffer.wrap(expiry).getLong()));
	}

}
