package io.github.wecomlogin.simulator;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests to applications on this machine, without redirects and without a proxy,
 * which would forward them to another machine.
 */
final class LoopbackClient {

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	private final Duration timeout;

	private final HttpClient http;

	LoopbackClient(Duration timeout) {
		this.timeout = timeout;
		this.http = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.proxy(HttpClient.Builder.NO_PROXY)
			.connectTimeout(timeout)
			.build();
	}

	/**
	 * Sends a request.
	 * @throws IllegalArgumentException if the host is not a loopback address
	 * @throws IllegalStateException if the application does not respond in time
	 */
	HttpResponse<String> send(HttpRequest request) {
		requireLoopback(request.uri());
		CompletableFuture<HttpResponse<String>> answer = this.http.sendAsync(request,
				HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
		try {
			// The timeout of HttpRequest does not cover the body
			return answer.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("The application did not respond", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted", ex);
		}
		finally {
			answer.cancel(true);
		}
	}

	static void requireLoopback(URI uri) {
		if (uri.getHost() == null || !LOOPBACK.contains(uri.getHost())) {
			throw new IllegalArgumentException("The simulator calls only applications on this machine");
		}
	}

}
