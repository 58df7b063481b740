package io.github.wecomlogin.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A browser of somebody who signs in. Does not go to WeCom or the provider, but comes
 * back with a code at once.
 */
final class Browser {

	private static final Pattern STATE = Pattern.compile("[?&]state=([^&#]+)");

	private static final AtomicLong people = new AtomicLong();

	private final Map<String, String> cookies = new TreeMap<>();

	private final AtomicInteger requests = new AtomicInteger();

	private final HttpClient http;

	private final List<String> urls;

	private final Contender contender;

	private final String person;

	Browser(HttpClient http, String url, Contender contender) {
		this(http, List.of(url), contender);
	}

	/**
	 * Creates a browser each of whose requests goes to the next node.
	 */
	Browser(HttpClient http, List<String> urls, Contender contender) {
		this(http, urls, contender, "m" + people.incrementAndGet());
	}

	/**
	 * Creates the browser of a certain person.
	 */
	Browser(HttpClient http, List<String> urls, Contender contender, String person) {
		this.http = http;
		this.urls = urls;
		this.contender = contender;
		this.person = person;
	}

	/**
	 * Starts a sign-in.
	 * @return the state that comes back
	 */
	String start() {
		HttpResponse<String> response = get(this.contender.start());
		Matcher state = STATE.matcher(response.headers().firstValue("Location").orElse(""));
		if (!state.find()) {
			throw new SignInFailedException("start answered with " + response.statusCode());
		}
		return state.group(1);
	}

	/**
	 * Comes back with a code.
	 * @return after how many seconds the application wants the visitor to come again, or
	 * {@code null} if the sign-in went on
	 */
	@Nullable Long comeBack(String state) {
		HttpResponse<String> response = get(this.contender.callback() + "?code=" + this.person + "&state=" + state);
		if (response.statusCode() == 503) {
			return response.headers().firstValueAsLong("Retry-After").orElse(5);
		}
		if (response.statusCode() != 302) {
			throw new SignInFailedException("callback answered with " + response.statusCode());
		}
		return null;
	}

	/**
	 * Opens the page that only members see.
	 */
	void openPage() {
		HttpResponse<String> response = get("/");
		if (response.statusCode() != 200 || !response.body().equals("Hello " + this.person)) {
			throw new SignInFailedException("page answered with " + response.statusCode());
		}
	}

	void signIn() {
		if (comeBack(start()) != null) {
			throw new SignInFailedException("callback answered with 503");
		}
		openPage();
	}

	HttpResponse<String> get(String path) {
		String url = this.urls.get(this.requests.getAndIncrement() % this.urls.size());
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
			.timeout(Duration.ofMinutes(1))
			.header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)")
			.header("Accept", "text/html");
		if (!this.cookies.isEmpty()) {
			request.header("Cookie",
					this.cookies.entrySet()
						.stream()
						.map((cookie) -> cookie.getKey() + "=" + cookie.getValue())
						.collect(Collectors.joining("; ")));
		}
		try {
			HttpResponse<String> response = this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
			response.headers().allValues("Set-Cookie").forEach(this::keep);
			return response;
		}
		catch (IOException ex) {
			throw new SignInFailedException(ex.toString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SignInFailedException(ex.toString());
		}
	}

	private void keep(String setCookie) {
		String pair = setCookie.split(";", 2)[0];
		String name = pair.substring(0, pair.indexOf('='));
		String value = pair.substring(pair.indexOf('=') + 1);
		if (value.isEmpty() || setCookie.toLowerCase().contains("max-age=0")) {
			this.cookies.remove(name);
		}
		else {
			this.cookies.put(name, value);
		}
	}

	/**
	 * A sign-in did not succeed.
	 */
	@SuppressWarnings("serial")
	static final class SignInFailedException extends RuntimeException {

		private SignInFailedException(String message) {
			super(message);
		}

	}

}
