package io.github.wecomlogin.login;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A browser without a screen: keeps cookies, says what it is, and follows redirects one
 * by one so that a test sees each of them.
 */
final class TestBrowser {

	static final String DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
			+ "Chrome/142.0.0.0 Safari/537.36";

	static final String WECOM = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 "
			+ "(KHTML, like Gecko) Mobile/15E148 wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh ColorScheme/Light";

	static final String WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
			+ "Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0.47 NetType/WIFI Language/zh_CN";

	static final String PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
			+ "Chrome/142.0.0.0 Mobile Safari/537.36";

	private static final int MAX_REDIRECTS = 15;

	private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);

	private final HttpClient http;

	private final URI home;

	private final Map<String, String> headers = new LinkedHashMap<>();

	private final List<URI> visited = new ArrayList<>();

	private boolean cookiesBlocked;

	TestBrowser(String home, String userAgent) {
		this.home = URI.create(home);
		this.http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
		this.headers.put("User-Agent", userAgent);
		this.headers.put("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
		this.headers.put("Accept-Language", "en");
	}

	TestBrowser with(String name, String value) {
		this.headers.put(name, value);
		return this;
	}

	TestBrowser blockingCookies() {
		this.cookiesBlocked = true;
		return this;
	}

	/**
	 * Opens an address and follows redirects, as typing it or clicking a link does.
	 */
	HttpResponse<String> open(String address) {
		HttpResponse<String> response = get(address);
		for (int i = 0; i < MAX_REDIRECTS && response.headers().firstValue("Location").isPresent(); i++) {
			response = get(location(response));
		}
		if (response.headers().firstValue("Location").isPresent()) {
			throw new AssertionError("Redirected for ever: " + this.visited);
		}
		return response;
	}

	/**
	 * Opens an address up to the redirect that leads to another path, which is returned
	 * and not followed.
	 */
	String openUntil(String address, String pathPrefix) {
		String next = address;
		for (int i = 0; i < MAX_REDIRECTS; i++) {
			if (this.home.resolve(next).getPath().startsWith(pathPrefix)) {
				return this.home.resolve(next).toString();
			}
			HttpResponse<String> response = get(next);
			if (response.headers().firstValue("Location").isEmpty()) {
				break;
			}
			next = location(response);
		}
		throw new AssertionError("Never came to " + pathPrefix + ": " + this.visited);
	}

	HttpResponse<String> get(String address) {
		return send("GET", address, null);
	}

	HttpResponse<String> post(String address, String form) {
		return send("POST", address, form);
	}

	HttpResponse<String> send(String method, String address, String form) {
		URI uri = this.home.resolve(address);
		this.visited.add(uri);
		HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
		this.headers.forEach(request::header);
		String cookieHeader = cookieHeader();
		if (!cookieHeader.isEmpty()) {
			request.header("Cookie", cookieHeader);
		}
		if (form != null) {
			request.header("Content-Type", "application/x-www-form-urlencoded");
			request.method(method, HttpRequest.BodyPublishers.ofString(form));
		}
		else {
			request.method(method, HttpRequest.BodyPublishers.noBody());
		}
		try {
			HttpResponse<String> response = this.http.send(request.build(),
					HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
			if (!this.cookiesBlocked) {
				keepCookies(response);
			}
			return response;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void keepCookies(HttpResponse<String> response) {
		response.headers().allValues("Set-Cookie").forEach((header) -> {
			HttpCookie cookie = HttpCookie.parse(header).get(0);
			this.cookies.getCookieStore().add(this.home, cookie);
		});
	}

	private String cookieHeader() {
		StringBuilder header = new StringBuilder();
		for (HttpCookie cookie : cookies()) {
			header.append(header.isEmpty() ? "" : "; ").append(cookie.getName()).append('=').append(cookie.getValue());
		}
		return header.toString();
	}

	List<HttpCookie> cookies() {
		return this.cookies.getCookieStore().getCookies();
	}

	List<HttpCookie> attemptCookies() {
		return cookies().stream().filter((cookie) -> cookie.getName().contains("wecom_attempt_")).toList();
	}

	void setCookie(String name, String value) {
		HttpCookie cookie = new HttpCookie(name, value);
		cookie.setPath("/");
		this.cookies.getCookieStore().add(this.home, cookie);
	}

	void forgetAttempts() {
		attemptCookies().forEach((cookie) -> this.cookies.getCookieStore().remove(this.home, cookie));
	}

	void forget(String name) {
		cookies().stream()
			.filter((cookie) -> cookie.getName().contains(name))
			.toList()
			.forEach((cookie) -> this.cookies.getCookieStore().remove(this.home, cookie));
	}

	String cookie(String name) {
		return cookies().stream()
			.filter((cookie) -> cookie.getName().equals(name))
			.map(HttpCookie::getValue)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Takes over all cookies of another browser, as a second tab has them.
	 */
	TestBrowser withCookiesOf(TestBrowser other) {
		other.cookies().forEach((cookie) -> this.cookies.getCookieStore().add(this.home, cookie));
		return this;
	}

	List<URI> visited() {
		return this.visited;
	}

	static String location(HttpResponse<?> response) {
		return response.headers()
			.firstValue("Location")
			.orElseThrow(() -> new AssertionError("No redirect but " + response.statusCode()));
	}

}
