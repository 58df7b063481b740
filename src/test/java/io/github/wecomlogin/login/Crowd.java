package io.github.wecomlogin.login;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Many visitors at once, who send single requests and follow nothing.
 */
final class Crowd {

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String home;

	private final Semaphore atOnce;

	/**
	 * Gathers a crowd.
	 * @param home where the application is
	 * @param atOnce how many requests are under way at once
	 */
	Crowd(String home, int atOnce) {
		this.home = home;
		this.atOnce = new Semaphore(atOnce);
	}

	CompletableFuture<HttpResponse<String>> get(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.home + path))
			.header("User-Agent", TestBrowser.DESKTOP)
			.header("Accept", "text/html");
		if (headers.length > 0) {
			request.headers(headers);
		}
		this.atOnce.acquireUninterruptibly();
		return this.http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
			.whenComplete((response, ex) -> this.atOnce.release());
	}

	/**
	 * Begins a sign-in.
	 * @param address where the visitor says to be
	 */
	CompletableFuture<Visit> start(String address) {
		return get("/oauth2/authorization/wecom", "X-Forwarded-For", address).thenApply((response) -> {
			String cookie = response.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
			String state = TestBrowser.location(response).replaceAll(".*[?&]state=([A-Za-z0-9]+).*", "$1");
			return new Visit(address, state, cookie);
		});
	}

	CompletableFuture<HttpResponse<String>> comeBack(Visit visit, String code) {
		return get("/login/oauth2/code/wecom?code=" + code + "&state=" + visit.state(), "X-Forwarded-For",
				visit.address(), "Cookie", visit.cookie());
	}

	/**
	 * Does something many times at once.
	 */
	static <T> List<T> all(int count, IntFunction<CompletableFuture<T>> task) {
		return IntStream.range(0, count).mapToObj(task).toList().stream().map(CompletableFuture::join).toList();
	}

	record Visit(String address, String state, String cookie) {

	}

}
