package io.github.wecomlogin.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

	private CompletableFuture<Answer> send(HttpRequest request, ApiAttempt attempt) {
		CompletableFuture<Answer> result = new CompletableFuture<>();
		int answerBytes = attempt.limits().answerBytes();
		if (attempt.pause().isZero()) {
			send(request, answerBytes, result);
		}
		else {
			CompletableFuture.delayedExecutor(attempt.pause().toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
				.execute(() -> sendLate(request, answerBytes, result));
		}
		return result;
	}

	private void sendLate(HttpRequest request, int answerBytes, CompletableFuture<Answer> result) {
		if (!result.isDone()) {
			try {
				send(request, answerBytes, result);
			}
			catch (RuntimeException ex) {
				result.completeExceptionally(ex);
			}
		}
	}

	/**
	 * Sends the request. The answer is taken where the client reads it, and not from the
	 * client's own future: that is completed in the common pool, which others may keep
	 * busy.
	 */
	private void send(HttpRequest request, int answerBytes, CompletableFuture<Answer> result) {
		CompletableFuture<?> sent = this.httpClient.sendAsync(request, (info) -> {
			BoundedBodySubscriber subscriber = new BoundedBodySubscriber(answerBytes);
			subscriber.getBody()
				.whenComplete((body, failure) -> complete(result,
						(body != null) ? new Answer(info.statusCode(), info.headers().map(), body) : null, failure));
			return subscriber;
		});
		sent.whenComplete((response, failure) -> {
			if (failure != null) {
				complete(result, null, failure);
			}
		});
		result.whenComplete((answer, failure) -> {
			if (failure != null) {
				sent.cancel(true);
			}
		});
	}

	private static void complete(CompletableFuture<Answer> result, @Nullable Answer answer,
			@Nullable Throwable failure) {
		if (failure == null) {
			result.complete(answer);
		}
		else {
			result.completeExceptionally((failure instanceof CompletionException) ? failure.getCause() : failure);
		}
	}

	private static Answer await(CompletableFuture<Answer> future, Duration timeout) throws IOException {
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

	/**
	 * What was read.
	 */
	private record Answer(int status, Map<String, List<String>> headers, byte[] body) {

	}

	private record ApiResponse(Answer answer) implements ClientHttpResponse {

		@Override
		public HttpStatusCode getStatusCode() {
			return HttpStatusCode.valueOf(this.answer.status());
		}

		@Override
		public String getStatusText() {
			return "";
		}

		@Override
		public HttpHeaders getHeaders() {
			HttpHeaders headers = new HttpHeaders();
			this.answer.headers().forEach(headers::addAll);
			return headers;
		}

		@Override
		public InputStream getBody() {
			return new ByteArrayInputStream(this.answer.body());
		}

		@Override
		public void close() {
			// Already read to its end
		}

	}

}
