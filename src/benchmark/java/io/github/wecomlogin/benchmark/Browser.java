package io.github.wecomlogin.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
 * The browser of a member inside WeCom. Follows redirects, so that the application
 * determines the number of requests; a redirect to WeCom or to the provider is answered
 * with a code at once.
 */
final class Browser {

	static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final String USER_AGENT = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36"
			+ " (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36 wxwork/4.1.28"
			+ " MicroMessenger/7.0.1 NetType/WIFI Language/zh";

	private static final int MAX_REDIRECTS = 5;

	private static final Pattern STATE = Pattern.compile("[?&](state=[^&#]+)");

	private static final Pattern REDIRECT_URI = Pattern.compile("[?&]redirect_uri=([^&#]+)");

	private static final AtomicLong people = new AtomicLong();

	private final Map<String, String> cookies = new TreeMap<>();

	private final AtomicInteger requests = new AtomicInteger();

	private final List<String> urls;

	private final String person;

	private String page = "/";

	/**
	 * Creates the browser of another member, each of whose requests goes to the next
	 * node.
	 */
	Browser(List<String> urls) {
		this(urls, "m" + people.incrementAndGet());
	}

	/**
	 * Creates the browser of a certain member.
	 */
	Browser(List<String> urls, String person) {
		this.urls = urls;
		this.person = person;
	}

	/**
	 * Opens the page as an anonymous visitor, up to the redirect to WeCom.
	 * @return the callback with the code
	 */
	String start() {
		String path = "/";
		for (int i = 0; i < MAX_REDIRECTS; i++) {
			URI location = redirect(get(path));
			if (this.urls.stream().noneMatch(location.toString()::startsWith)) {
				return callback(location.toString());
			}
			path = path(location);
		}
		throw new SignInFailedException("too many redirects");
	}

	private String callback(String location) {
		Matcher state = STATE.matcher(location);
		Matcher uri = REDIRECT_URI.matcher(location);
		if (!state.find() || !uri.find()) {
			throw new SignInFailedException("redirect without state");
		}
		return path(URI.create(URLDecoder.decode(uri.group(1), StandardCharsets.UTF_8))) + "?code=" + this.person + "&"
				+ state.group(1);
	}

	/**
	 * Returns with a code.
	 * @return after how many seconds the application asks the visitor to return, or
	 * {@code null} if the sign-in went on
	 */
	@Nullable Long comeBack(String callback) {
		HttpResponse<String> response = get(callback);
		if (response.statusCode() == 503) {
			return response.headers().firstValueAsLong("Retry-After").orElse(5);
		}
		this.page = path(redirect(response));
		return null;
	}

	/**
	 * Opens the page as a signed-in member.
	 */
	void openPage() {
		HttpResponse<String> response = get(this.page);
		for (int i = 0; i < MAX_REDIRECTS && response.statusCode() == 302; i++) {
			response = get(path(redirect(response)));
		}
		if (response.statusCode() != 200 || !response.body().contains(this.person)) {
			throw new SignInFailedException("page answered with " + response.statusCode());
		}
		this.page = "/";
	}

	void signIn() {
		if (comeBack(start()) != null) {
			throw new SignInFailedException("callback answered with 503");
		}
		openPage();
	}

	private static URI redirect(HttpResponse<String> response) {
		if (response.statusCode() != 302) {
			throw new SignInFailedException(
					response.request().uri().getPath() + " answered with " + response.statusCode());
		}
		return response.request().uri().resolve(response.headers().firstValue("Location").orElse(""));
	}

	private static String path(URI uri) {
		return (uri.getRawQuery() != null) ? uri.getRawPath() + "?" + uri.getRawQuery() : uri.getRawPath();
	}

	HttpResponse<String> get(String path) {
		try {
			HttpResponse<String> response = HTTP.send(request(path), HttpResponse.BodyHandlers.ofString());
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

	HttpRequest request(String path) {
		String url = this.urls.get(this.requests.getAndIncrement() % this.urls.size());
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
			.timeout(Duration.ofMinutes(1))
			.header("User-Agent", USER_AGENT)
			.header("Accept", "text/html");
		if (!this.cookies.isEmpty()) {
			request.header("Cookie",
					this.cookies.entrySet()
						.stream()
						.map((cookie) -> cookie.getKey() + "=" + cookie.getValue())
						.collect(Collectors.joining("; ")));
		}
		return request.build();
	}

	/**
	 * Returns a browser with the same cookies that goes to other nodes.
	 */
	Browser at(List<String> urls) {
		Browser browser = new Browser(urls, this.person);
		browser.cookies.putAll(this.cookies);
		return browser;
	}

	String person() {
		return this.person;
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
