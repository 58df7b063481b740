package io.github.wecomlogin.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * One request that is sent once, now or after a pause, is over when its time is over, and
 * reads an answer of bounded size. Whoever makes it waits only for its outcome; the pause
 * is nobody's sleep.
 */
final class ApiRequest extends AbstractClientHttpRequest {

	// It refuses to be told
	private static final Set<String> SET_BY_THE_JDK = Set.of("connection", "content-length", "expect", "host",
			"upgrade");

	private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

	private final HttpClient httpClient;

	private final URI uri;

	private final HttpMethod method;

	ApiRequest(HttpClient httpClient, URI uri, HttpMethod method) {
		this.httpClient = httpClient;
		this.uri = uri;
		this.method = method;
	}

	@Override
	public HttpMethod getMethod() {
		return this.method;
	}

	@Override
	public URI getURI() {
		return this.uri;
	}

	@Override
	protected OutputStream getBodyInternal(HttpHeaders headers) {
		return this.body;
	}

	@Override
	protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
		ApiAttempt attempt = (ApiAttempt) getAttributes().get(ApiRequestFactory.ATTEMPT);
		if (attempt == null) {
			throw new IllegalStateException("Every request belongs to an attempt");
		}
		Duration timeout = attempt.timeout();
		if (timeout.isZero()) {
			throw new HttpTimeoutException("no time left");
		}
		SingleAttemptBody body = new SingleAttemptBody(this.body.toByteArray());
		HttpRequest.Builder request = HttpRequest.newBuilder(this.uri).method(this.method.name(), body);
		copyHeaders(headers, request);
		try {
			return new ApiResponse(await(send(request.build(), attempt), timeout));
		}
		finally {
			attempt.executed(body.wasSent());
		}
	}

	private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request, ApiAttempt attempt) {
		int answerBytes = attempt.limits().answerBytes();
		Supplier<CompletableFuture<HttpResponse<byte[]>>> sending = () -> this.httpClient.sendAsync(request,
				(info) -> new BoundedBodySubscriber(answerBytes));
		return attempt.pause().isZero() ? sending.get() : sendLater(sending, attempt.pause());
	}

	private static CompletableFuture<HttpResponse<byte[]>> sendLater(
			Supplier<CompletableFuture<HttpResponse<byte[]>>> sending, Duration pause) {
		CompletableFuture<HttpResponse<byte[]>> result = new CompletableFuture<>();
		Executor later = CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS);
		CompletableFuture.supplyAsync(() -> {
			if (result.isDone()) {
				throw new CancellationException("nobody waits any more");
			}
			CompletableFuture<HttpResponse<byte[]>> sent = sending.get();
			result.whenComplete((response, failure) -> sent.cancel(true));
			return sent;
		}, later).thenCompose(Function.identity()).whenComplete((response, failure) -> {
			if (failure != null) {
				result.completeExceptionally((failure instanceof CompletionException) ? failure.getCause() : failure);
			}
			else {
				result.complete(response);
			}
		});
		return result;
	}

	private static HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> future, Duration timeout)
			throws IOException {
		try {
			return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			future.cancel(true);
			throw new HttpTimeoutException("request timed out");
		}
		catch (InterruptedException ex) {
			future.cancel(true);
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw cause;
			}
			throw new IOException("connection broken", ex.getCause());
		}
	}

	private static void copyHeaders(HttpHeaders headers, HttpRequest.Builder request) {
		headers.forEach((name, values) -> {
			if (!SET_BY_THE_JDK.contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> request.header(name, value));
			}
		});
	}

	private record ApiResponse(HttpResponse<byte[]> response) implements ClientHttpResponse {

		@Override
		public HttpStatusCode getStatusCode() {
			return HttpStatusCode.valueOf(this.response.statusCode());
		}

		@Override
		public String getStatusText() {
			return "";
		}

		@Override
		public HttpHeaders getHeaders() {
			HttpHeaders headers = new HttpHeaders();
			this.response.headers().map().forEach(headers::addAll);
			return headers;
		}

		@Override
		public InputStream getBody() {
			@Nullable byte[] body = this.response.body();
			return new ByteArrayInputStream((body != null) ? body : new byte[0]);
		}

		@Override
		public void close() {
			// Already read to its end
		}

	}

}
