package com.example;

import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A visitor who talks to one node, without a browser and without nginx.
 */
final class Visitor {

	private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

	private static final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(10))
		.build();

	private final Site site;

	private final Map<String, String> cookies = new TreeMap<>();

	Visitor(Site site) {
		this.site = site;
	}

	/**
	 * Signs in up to the hand-over.
	 * @return the page that opens
	 */
	String signIn(String userId) {
		this.site.wecom().signInAs(userId);
		String weCom = location(get(this.site.first() + "/oauth2/authorization/wecom?return-to=/portal/orders"));
		String callback = location(get(weCom));
		return location(get(callback.replace(this.site.url(), this.site.first().toString())));
	}

	/**
	 * Signs in and fetches the token.
	 */
	String token(String userId) {
		signIn(userId);
		HttpResponse<String> response = postForToken(this.site.first(), "same-origin");
		Matcher token = TOKEN.matcher(response.body());
		if (!token.find()) {
			throw new AssertionError(response.statusCode() + " " + response.body());
		}
		return token.group(1);
	}

	HttpResponse<String> postForToken(URI node, String fetchSite) {
		return send(request(node + "/wecom/token").header("Content-Type", "application/json")
			.header("Sec-Fetch-Site", fetchSite)
			.POST(HttpRequest.BodyPublishers.noBody()));
	}

	Map<String, String> cookies() {
		return this.cookies;
	}

	/**
	 * Asks a node for the user of a token.
	 */
	static int me(URI node, String token) {
		return sendAlone(HttpRequest.newBuilder(URI.create(node + "/api/me"))
			.timeout(Duration.ofSeconds(30))
			.header("Authorization", "Bearer " + token)
			.build()).statusCode();
	}

	private HttpResponse<String> get(String url) {
		return send(request(url).header("Accept", "text/html").GET());
	}

	private static String location(HttpResponse<String> response) {
		return response.headers()
			.firstValue("Location")
			.orElseThrow(() -> new AssertionError(response.statusCode() + " " + response.body()));
	}

	private HttpRequest.Builder request(String url) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
			.timeout(Duration.ofSeconds(30))
			.header("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0");
		if (!this.cookies.isEmpty() && !url.startsWith(this.site.wecom().apiUrl() + "/")) {
			request.header("Cookie",
					this.cookies.entrySet()
						.stream()
						.map((cookie) -> cookie.getKey() + "=" + cookie.getValue())
						.collect(Collectors.joining("; ")));
		}
		return request;
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		HttpResponse<String> response = sendAlone(request.build());
		for (String header : response.headers().allValues("Set-Cookie")) {
			HttpCookie cookie = HttpCookie.parse(header).get(0);
			if (cookie.getMaxAge() == 0) {
				this.cookies.remove(cookie.getName());
			}
			else {
				this.cookies.put(cookie.getName(), cookie.getValue());
			}
		}
		return response;
	}

	private static HttpResponse<String> sendAlone(HttpRequest request) {
		try {
			return http.send(request, HttpResponse.BodyHandlers.ofString());
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
