package io.github.wecomlogin.doctor;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.wecomlogin.client.http.ApiCall;
import io.github.wecomlogin.client.http.ApiRequestFactory;
import io.github.wecomlogin.util.Deadline;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Reads small pages of the site's own external address. Follows no redirects and uses no
 * proxy other than that of the Java virtual machine.
 */
final class SiteClient implements AutoCloseable {

	static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final int MAX_BYTES = 4096;

	private final ApiRequestFactory requests = new ApiRequestFactory(CONNECT_TIMEOUT, null);

	/**
	 * Reads a page.
	 * @throws IOException if there is no response
	 */
	Page get(String url) throws IOException {
		ClientHttpRequest request = this.requests.createRequest(URI.create(url), HttpMethod.GET);
		request.getAttributes().put(ApiRequestFactory.CALL, new ApiCall(Deadline.after(TIMEOUT), TIMEOUT, MAX_BYTES));
		try (ClientHttpResponse response = request.execute()) {
			return new Page(response.getStatusCode().value(),
					new String(response.getBody().readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
		}
	}

	@Override
	public void close() {
		this.requests.close();
	}

	/**
	 * A page that was read.
	 *
	 * @param status the HTTP status
	 * @param content the beginning of the content
	 */
	record Page(int status, String content) {

		private static final int OK = 200;

		boolean is(String expected) {
			return this.status == OK && this.content.equals(expected);
		}

	}

}
