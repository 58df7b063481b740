package com.example;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of a browser as a sign-in needs: keeps cookies, follows redirects.
 */
public final class Browser {

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

	private final HttpClient client = HttpClient.newBuilder()
		.cookieHandler(new CookieManager())
		.followRedirects(HttpClient.Redirect.NORMAL)
		.connectTimeout(Duration.ofSeconds(10))
		.build();

	private final URI site;

	private final Map<String, String> headers = new HashMap<>();

	public Browser(int port) {
		this.site = URI.create("http://localhost:" + port);
		with("Accept", "text/html,*/*;q=0.8").with("Accept-Language", "en");
	}

	/**
	 * Sends a header with every request from now on.
	 */
	public Browser with(String name, String value) {
		this.headers.put(name, value);
		return this;
	}

	/**
	 * Opens a page of the site and ends where its redirects lead.
	 */
	public HttpResponse<String> open(String path) {
		return send(request(path).GET());
	}

	/**
	 * Signs out with the form that Spring Security provides.
	 */
	public HttpResponse<String> signOut() {
		Matcher csrf = CSRF.matcher(open("/logout").body());
		if (!csrf.find()) {
			throw new IllegalStateException("No form to sign out with");
		}
		return send(request("/logout").header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString("_csrf=" + csrf.group(1))));
	}

	private HttpRequest.Builder request(String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.site.resolve(path)).timeout(Duration.ofSeconds(30));
		this.headers.forEach(request::header);
		return request;
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
