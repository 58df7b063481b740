package io.github.wecomlogin.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each attempt in a sealed cookie of its own, so that tabs do not disturb each
 * other and nothing is kept on the server for somebody who may never come back.
 */
public final class CookieAttemptStore implements AttemptStore {

	static final String NAME = "wecom_attempt";

	static final Duration MAX_AGE = Duration.ofMinutes(10);

	/**
	 * How long the return target of an attempt is known after the attempt was started.
	 */
	static final Duration MAX_AGE_OF_RETURN_TARGET = Duration.ofHours(1);

	static final Duration MAX_AGE_ONCE_USED = ReplayCache.REPLAY_WINDOW;

	static final int MAX_ATTEMPTS = 4;

	/**
	 * Maximum size of a cookie, enough for the longest return target.
	 */
	static final int MAX_BYTES = 3072;

	/**
	 * Maximum size of all cookies. Tomcat refuses requests with more than 8 KB of
	 * headers.
	 */
	static final int MAX_TOTAL_BYTES = 4096;

	private final Map<String, AttemptSeal> seals = new HashMap<>();

	private final LocalCookies cookies;

	/**
	 * Creates the store.
	 * @param registrations whose secrets the cookies are sealed with
	 * @param baseUrl the application's fixed external address, or {@code null}
	 * @param clock tells when an attempt is too old
	 */
	public CookieAttemptStore(WeComRegistrations registrations, @Nullable String baseUrl, Clock clock) {
		registrations.forEach((registration) -> this.seals.put(registration.registrationId(),
				new AttemptSeal(registration.registrationId(), registration.application(), clock)));
		this.cookies = new LocalCookies(baseUrl, registrations);
	}

	@Override
	public void save(Attempt attempt, HttpServletRequest request, HttpServletResponse response) {
		String name = name(attempt, request);
		String value = seal(name, attempt);
		if (name.length() + value.length() > MAX_BYTES) {
			value = seal(name, attempt.withoutReturnTo());
		}
		makeRoom(name, name.length() + value.length(), attempt, request, response);
		this.cookies.add(name, value, maxAge(attempt), request, response);
	}

	private static Duration maxAge(Attempt attempt) {
		if (attempt.used()) {
			return MAX_AGE_ONCE_USED;
		}
		return (attempt.returnTo() != null) ? MAX_AGE_OF_RETURN_TARGET : MAX_AGE;
	}

	private String seal(String name, Attempt attempt) {
		AttemptSeal seal = this.seals.get(attempt.registrationId());
		if (seal == null) {
			throw new IllegalArgumentException("No registration '" + attempt.registrationId() + "'");
		}
		return attempt.registrationId() + "." + seal.seal(name, attempt);
	}

	private void makeRoom(String newName, int newBytes, Attempt newAttempt, HttpServletRequest request,
			HttpServletResponse response) {
		List<Kept> kept = new ArrayList<>();
		for (Cookie cookie : this.cookies.findAll(NAME, request)) {
			if (cookie.getName().equals(newName)) {
				continue;
			}
			Attempt attempt = open(cookie);
			if (attempt == null || (attempt.used() && !newAttempt.used())) {
				this.cookies.remove(cookie.getName(), request, response);
			}
			else {
				kept.add(new Kept(cookie.getName(), cookie.getName().length() + cookie.getValue().length(), attempt));
			}
		}
		kept.sort(Comparator.comparing((each) -> each.attempt().startedAt()));
		int bytes = newBytes + kept.stream().mapToInt(Kept::bytes).sum();
		for (int i = 0; i <= kept.size() - MAX_ATTEMPTS || (i < kept.size() && bytes > MAX_TOTAL_BYTES); i++) {
			this.cookies.remove(kept.get(i).cookieName(), request, response);
			bytes -= kept.get(i).bytes();
		}
	}

	@Override
	public List<Attempt> find(HttpServletRequest request) {
		List<Attempt> attempts = new ArrayList<>();
		for (Cookie cookie : this.cookies.findAll(NAME, request)) {
			Attempt attempt = open(cookie);
			if (attempt != null) {
				attempts.add(attempt);
			}
		}
		return attempts;
	}

	@Override
	public @Nullable String findReturnTarget(String state, HttpServletRequest request) {
		for (Cookie cookie : this.cookies.findAll(NAME, request)) {
			Attempt attempt = open(cookie, MAX_AGE_OF_RETURN_TARGET);
			if (attempt != null && attempt.state().equals(state)) {
				return attempt.returnTo();
			}
		}
		return null;
	}

	private @Nullable Attempt open(Cookie cookie) {
		return open(cookie, MAX_AGE);
	}

	private @Nullable Attempt open(Cookie cookie, Duration maxAge) {
		String value = cookie.getValue();
		int dot = value.indexOf('.');
		if (dot < 0 || value.length() > MAX_BYTES) {
			return null;
		}
		AttemptSeal seal = this.seals.get(value.substring(0, dot));
		return (seal != null) ? seal.open(cookie.getName(), value.substring(dot + 1), maxAge) : null;
	}

	@Override
	public void clear(HttpServletRequest request, HttpServletResponse response) {
		this.cookies.findAll(NAME, request)
			.forEach((cookie) -> this.cookies.remove(cookie.getName(), request, response));
	}

	private String name(Attempt attempt, HttpServletRequest request) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(attempt.state().getBytes(StandardCharsets.UTF_8));
			return this.cookies.name(NAME, request) + "_" + HexFormat.of().formatHex(hash, 0, 6);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java runtime has no SHA-256", ex);
		}
	}

	private record Kept(String cookieName, int bytes, Attempt attempt) {

	}

}
