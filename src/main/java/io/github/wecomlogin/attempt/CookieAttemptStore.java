package io.github.wecomlogin.attempt;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.wecomlogin.registration.WeComRegistrations;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Keeps each attempt in a sealed cookie of its own, so that tabs do not disturb each
 * other and the server keeps nothing for visitors who may never come back.
 * <p>
 * The cookies of all attempts together are bounded so that the next request fits into 8
 * KB of headers, which is what Tomcat accepts: to 6 KB, or to what the address of the
 * current request, the browser's other cookies and a hand-over to the front end leave,
 * but to no less than 2 KB. If a new attempt needs room, the oldest long ones lose their
 * return target, so that they can still be finished; if that is not enough, the oldest
 * ones are dropped.
 */
public final class CookieAttemptStore implements AttemptStore {

	static final String NAME = "wecom_attempt";

	/**
	 * How long the return target of an attempt is known after the attempt was started.
	 */
	static final Duration MAX_AGE_OF_RETURN_TARGET = Duration.ofHours(1);

	/**
	 * What all attempts of a browser may take of a request, names included.
	 */
	static final int MAX_BYTES = 6 * 1024;

	private static final int MIN_BYTES = 2 * 1024;

	/**
	 * What a server accepts of headers, less than what a request has beside its address
	 * and its cookies, and less a hand-over in its short form.
	 */
	private static final int REQUEST_BYTES = 6 * 1024;

	/**
	 * Attempts of more bytes lose their return target before they are dropped.
	 */
	private static final int LONG_BYTES = 400;

	/**
	 * How many cookies one response changes; servers bound its headers too.
	 */
	private static final int MAX_CHANGES = 8;

	private final Map<String, AttemptSeal> seals = new HashMap<>();

	private final LocalCookies cookies;

	/**
	 * Creates the store.
	 * @param registrations whose secrets the cookies are sealed with
	 * @param cookies writes and reads them
	 * @param clock tells when an attempt is too old
	 */
	public CookieAttemptStore(WeComRegistrations registrations, LocalCookies cookies, Clock clock) {
		registrations.forEach((registration) -> this.seals.put(registration.registrationId(),
				new AttemptSeal(registration.registrationId(), registration.application(), clock)));
		this.cookies = cookies;
	}

	@Override
	public void save(Attempt attempt, HttpServletRequest request, HttpServletResponse response) {
		Kept added = fitting(attempt, request);
		makeRoom(added, request, response);
		write(added, request, response);
	}

	/**
	 * Seals an attempt, without its return target if a browser would not keep the cookie.
	 */
	private Kept fitting(Attempt attempt, HttpServletRequest request) {
		Kept kept = sealed(attempt, request);
		return (kept.length() > LocalCookies.MAX_LENGTH) ? sealed(attempt.withoutReturnTo(), request) : kept;
	}

	private Kept sealed(Attempt attempt, HttpServletRequest request) {
		AttemptSeal seal = this.seals.get(attempt.registrationId());
		if (seal == null) {
			throw new IllegalArgumentException("No registration '" + attempt.registrationId() + "'");
		}
		String name = this.cookies.name(NAME, request) + "_" + LocalCookies.hash(attempt.state(), 6);
		return new Kept(attempt, name, attempt.registrationId() + "." + seal.seal(name, attempt));
	}

	private void write(Kept kept, HttpServletRequest request, HttpServletResponse response) {
		this.cookies.add(kept.name(), kept.value(), maxAge(kept.attempt()), request, response);
	}

	private static Duration maxAge(Attempt attempt) {
		if (attempt.used()) {
			return Attempt.REPLAY_WINDOW;
		}
		return (attempt.returnTo() != null) ? MAX_AGE_OF_RETURN_TARGET : Attempt.MAX_AGE;
	}

	/**
	 * Removes what is of no use any more, and makes room for the new attempt.
	 */
	private void makeRoom(Kept added, HttpServletRequest request, HttpServletResponse response) {
		List<Kept> others = new ArrayList<>();
		Map<String, Runnable> changes = new LinkedHashMap<>();
		int cookieBytes = 0;
		for (Cookie cookie : this.cookies.findAll(NAME, request)) {
			String name = cookie.getName();
			cookieBytes += length(name, cookie.getValue());
			if (name.equals(added.name())) {
				continue;
			}
			Attempt attempt = open(cookie);
			if (attempt == null || (attempt.used() && !added.attempt().used())) {
				changes.put(name, () -> this.cookies.remove(name, request, response));
			}
			else {
				others.add(new Kept(attempt, name, cookie.getValue()));
			}
		}
		if (!others.isEmpty()) {
			shorten(others, added, cookieBytes, changes, request, response);
		}
		changes.values().stream().limit(MAX_CHANGES).forEach(Runnable::run);
	}

	/**
	 * Shortens and removes as much of the oldest attempts as the new one needs.
	 */
	private void shorten(List<Kept> others, Kept added, int cookieBytes, Map<String, Runnable> changes,
			HttpServletRequest request, HttpServletResponse response) {
		others.sort(Comparator.comparing((each) -> each.attempt().startedAt()));
		int excess = added.length() + others.stream().mapToInt(Kept::length).sum() - bound(cookieBytes, request);
		for (int i = 0; i < others.size() && excess > 0; i++) {
			Kept whole = others.get(i);
			if (whole.length() > LONG_BYTES) {
				Kept shorter = sealed(whole.attempt().withoutReturnTo(), request);
				others.set(i, shorter);
				changes.put(shorter.name(), () -> write(shorter, request, response));
				excess -= whole.length() - shorter.length();
			}
		}
		for (int i = 0; i < others.size() && excess > 0; i++) {
			String name = others.get(i).name();
			changes.put(name, () -> this.cookies.remove(name, request, response));
			excess -= others.get(i).length();
		}
	}

	/**
	 * Returns how much room there is for attempts.
	 * @param cookieBytes how much of the current request they take
	 */
	private static int bound(int cookieBytes, HttpServletRequest request) {
		String query = request.getQueryString();
		String cookies = request.getHeader(HttpHeaders.COOKIE);
		int others = request.getRequestURI().length() + ((query != null) ? query.length() : 0)
				+ ((cookies != null) ? cookies.length() - cookieBytes : 0);
		return Math.max(MIN_BYTES, Math.min(MAX_BYTES, REQUEST_BYTES - others));
	}

	private static int length(String name, String value) {
		return name.length() + "=".length() + value.length() + "; ".length();
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
		return open(cookie, Attempt.MAX_AGE);
	}

	private @Nullable Attempt open(Cookie cookie, Duration maxAge) {
		String value = cookie.getValue();
		int dot = value.indexOf('.');
		if (dot < 0 || value.length() > LocalCookies.MAX_LENGTH) {
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

	/**
	 * An attempt in its cookie.
	 */
	private record Kept(Attempt attempt, String name, String value) {

		int length() {
			return CookieAttemptStore.length(this.name, this.value);
		}

	}

}
