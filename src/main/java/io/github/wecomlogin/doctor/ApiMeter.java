package io.github.wecomlogin.doctor;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Counts API calls and compares the clock of this node with that of the server. Safe for
 * concurrent use.
 */
final class ApiMeter implements ClientHttpRequestInterceptor {

	private final AtomicInteger calls = new AtomicInteger();

	private final Clock clock;

	private volatile @Nullable Duration clockDifference;

	ApiMeter(Clock clock) {
		this.clock = clock;
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		this.calls.incrementAndGet();
		ClientHttpResponse response = execution.execute(request, body);
		long date = date(response);
		if (date >= 0) {
			this.clockDifference = Duration.between(Instant.ofEpochMilli(date), this.clock.instant());
		}
		return response;
	}

	private static long date(ClientHttpResponse response) {
		try {
			return response.getHeaders().getDate();
		}
		catch (IllegalArgumentException ex) {
			// Not a date
			return -1;
		}
	}

	int calls() {
		return this.calls.get();
	}

	/**
	 * Returns by how much this node's clock is ahead of the server's, negative if it is
	 * behind, or {@code null} if no response had a date.
	 */
	@Nullable Duration clockDifference() {
		return this.clockDifference;
	}

}
