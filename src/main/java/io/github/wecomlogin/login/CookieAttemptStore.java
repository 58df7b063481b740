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

	static final Duration MAX_AGE_ONCE_USED = ReplayCache.REPLAY_WINDOW;

	static final int MAX_ATTEMPTS = 4;

	static final int MAX_BYTES = 1024;

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
		makeRoom(name, attempt, request, response);
		this.cookies.add(name, value, attempt.used() ? MAX_AGE_ONCE_USED : MAX_AGE, request, response);
	}

	private String seal(String name, Attempt attempt) {
		AttemptSeal seal = this.seals.get(attempt.registrationId());
		if (seal == null) {
			throw new IllegalArgumentException("No registration '" + attempt.registrationId() + "'");
		}
		return attempt.registrationId() + "." + seal.seal(name, attempt);
	}

	private void makeRoom(String newName, Attempt newAttempt, HttpServletRequest request,
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
				kept.add(new Kept(cookie.getName(), attempt));
			}
		}
		kept.sort(Comparator.comparing((each) -> each.attempt().startedAt()));
		for (int i = 0; i <= kept.size() - MAX_ATTEMPTS; i++) {
			this.cookies.remove(kept.get(i).cookieName(), request, response);
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

	private @Nullable Attempt open(Cookie cookie) {
		String value = cookie.getValue();
		int dot = value.indexOf('.');
		if (dot < 0 || value.length() > MAX_BYTES) {
			return null;
		}
		AttemptSeal seal = this.seals.get(value.substring(0, dot));
		return (seal != null) ? seal.open(cookie.getName(), value.substring(dot + 1)) : null;
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

	private record Kept(String cookieName, Attempt attempt) {

	}

}
