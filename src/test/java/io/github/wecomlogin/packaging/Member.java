package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A member of the demo company with a browser of their own.
 */
final class Member {

	private static final String DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 "
			+ "(KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

	private static final int MAX_REDIRECTS = 15;

	private static final String CALLBACK = "/login/oauth2/code/";

	private static final Pattern USER_ID = Pattern.compile("\"userId\":\"([^\"]*)\"");

	private static final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final URI site;

	private final String userId;

	private final Map<String, String> cookies;

	private Member(URI site, String userId, Map<String, String> cookies) {
		this.site = site;
		this.userId = userId;
		this.cookies = new LinkedHashMap<>(cookies);
	}

	Member(URI site, String userId) {
		this(site, userId, Map.of());
	}

	/**
	 * Clicks "sign in", chooses the member on WeCom's page and looks who is signed in.
	 */
	Outcome signIn() {
		try {
			return follow(callback());
		}
		catch (IOException ex) {
			return Outcome.lost(ex.toString());
		}
	}

	/**
	 * Signs in as {@link #signIn()} does, but the browser sends WeCom's callback twice at
	 * once.
	 * @return what both of them led to, as if the other had not been sent
	 */
	Map.Entry<Outcome, Outcome> signInTwiceAtOnce() throws IOException {
		URI callback = callback();
		Member other = new Member(this.site, this.userId, this.cookies);
		CompletableFuture<HttpResponse<String>> first = http.sendAsync(request(callback),
				HttpResponse.BodyHandlers.ofString());
		CompletableFuture<HttpResponse<String>> second = http.sendAsync(request(callback),
				HttpResponse.BodyHandlers.ofString());
		return Map.entry(follow(callback, first.join()), other.follow(callback, second.join()));
	}

	/**
	 * Returns the same browser at another address of the site.
	 */
	Member at(URI other) {
		return new Member(other, this.userId, this.cookies);
	}

	/**
	 * Opens a page of the site.
	 */
	HttpResponse<String> open(String path, String... headers) throws IOException {
		HttpRequest.Builder request = builder(URI.create(this.site + path));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return keepCookies(send(request.build()));
	}

	private URI callback() throws IOException {
		URI address = this.site.resolve("/oauth2/authorization/wecom?return-to=/api/me");
		for (int i = 0; i < MAX_REDIRECTS; i++) {
			if (isOfTheSite(address) && address.getPath().startsWith(CALLBACK)) {
				return address;
			}
			HttpResponse<String> response = get(address);
			String next = response.headers().firstValue("Location").orElse(null);
			if (next == null) {
				Matcher choice = Pattern.compile("href=\"([^\"]*person=" + this.userId + "(?:&[^\"]*)?)\"")
					.matcher(response.body());
				if (isOfTheSite(address) || !choice.find()) {
					throw new IOException("at " + address.getPath() + ", status " + response.statusCode());
				}
				next = choice.group(1).replace("&amp;", "&");
			}
			address = address.resolve(next);
		}
		throw new IOException("redirected for ever");
	}

	private Outcome follow(URI address) throws IOException {
		return follow(address, send(request(address)));
	}

	private Outcome follow(URI address, HttpResponse<String> response) throws IOException {
		URI here = address;
		HttpResponse<String> answer = keepCookies(response);
		for (int i = 0; i < MAX_REDIRECTS && answer.headers().firstValue("Location").isPresent(); i++) {
			here = here.resolve(answer.headers().firstValue("Location").get());
			if (!isOfTheSite(here)) {
				return Outcome.lost("sent to WeCom again");
			}
			answer = get(here);
		}
		Matcher identity = USER_ID.matcher(answer.body());
		if (answer.statusCode() != 200 || !here.getPath().equals("/api/me") || !identity.find()) {
			// The query of the sign-in page says why, and nothing else
			return Outcome
				.lost(here.getPath().startsWith(CALLBACK) ? "callback, status " + answer.statusCode() : here.getPath()
						+ ((here.getQuery() != null) ? "?" + here.getQuery() : "") + ", status " + answer.statusCode());
		}
		return identity.group(1).equals(this.userId) ? Outcome.SIGNED_IN : Outcome.WRONG_IDENTITY;
	}

	private boolean isOfTheSite(URI address) {
		return address.getAuthority().equals(this.site.getAuthority());
	}

	private HttpResponse<String> get(URI address) throws IOException {
		HttpResponse<String> response = send(request(address));
		return isOfTheSite(address) ? keepCookies(response) : response;
	}

	private HttpRequest request(URI address) {
		return builder(address).build();
	}

	private HttpRequest.Builder builder(URI address) {
		HttpRequest.Builder request = HttpRequest.newBuilder(address)
			.timeout(Duration.ofSeconds(30))
			.header("User-Agent", DESKTOP)
			.header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
		if (isOfTheSite(address) && !this.cookies.isEmpty()) {
			request.header("Cookie",
					this.cookies.entrySet()
						.stream()
						.map((cookie) -> cookie.getKey() + "=" + cookie.getValue())
						.collect(Collectors.joining("; ")));
		}
		return request;
	}

	private static HttpResponse<String> send(HttpRequest request) throws IOException {
		try {
			return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private HttpResponse<String> keepCookies(HttpResponse<String> response) {
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

	/**
	 * What a sign-in led to.
	 *
	 * @param signedIn whether somebody is signed in
	 * @param wrong whether it is somebody else
	 * @param reason where a lost sign-in ended, otherwise empty
	 */
	record Outcome(boolean signedIn, boolean wrong, String reason) {

		static final Outcome SIGNED_IN = new Outcome(true, false, "");

		static final Outcome WRONG_IDENTITY = new Outcome(true, true, "");

		static Outcome lost(String reason) {
			return new Outcome(false, false, reason);
		}

	}

}
