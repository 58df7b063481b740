package io.github.wecomlogin.client.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

import io.github.wecomlogin.util.Deadline;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.net.URIAuthority;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A request that is sent once, aborted at its time limit and answered with a response of
 * limited size. Performed by the calling thread, because a thread switch costs more than
 * the request.
 */
final class ApiRequest extends AbstractClientHttpRequest {

	private static final Set<String> MANAGED_HEADERS = Set.of("connection", "content-length", "host",
			"transfer-encoding");

	private static final HttpRequestExecutor executor = new HttpRequestExecutor();

	private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

	private final ApiConnections connections;

	private final URI uri;

	private final HttpMethod method;

	ApiRequest(ApiConnections connections, URI uri, HttpMethod method) {
		this.connections = connections;
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
			throw new IllegalStateException("The request has no ApiAttempt attribute");
		}
		boolean sent = false;
		try {
			if (Thread.currentThread().isInterrupted()) {
				throw new InterruptedIOException("interrupted");
			}
			Deadline deadline = Deadline.after(attempt.limits().remaining());
			HttpHost host = HttpHost.create(this.uri);
			ClassicHttpRequest request = request(host, headers);
			ApiConnections.Lease lease = this.connections.take(host, remaining(deadline));
			sent = true;
			return exchange(request, lease, deadline.remaining(), attempt.limits().answerBytes());
		}
		finally {
			attempt.executed(sent);
		}
	}

	private static Duration remaining(Deadline deadline) throws IOException {
		Duration remaining = deadline.remaining();
		if (remaining.isZero()) {
			throw new SocketTimeoutException("no time left");
		}
		return remaining;
	}

	private ClassicHttpRequest request(HttpHost host, HttpHeaders headers) {
		BasicClassicHttpRequest request = new BasicClassicHttpRequest(this.method.name(),
				this.uri.getRawPath() + ((this.uri.getRawQuery() != null) ? "?" + this.uri.getRawQuery() : ""));
		if (this.connections.askProxy(host)) {
			request.setScheme(host.getSchemeName());
			request.setAuthority(new URIAuthority(host));
			request.setAbsoluteRequestUri(true);
		}
		request.addHeader("Host", host.toHostString());
		headers.forEach((name, values) -> {
			if (!MANAGED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> request.addHeader(name, value));
			}
		});
		if (this.body.size() > 0) {
			request.addHeader("Content-Length", this.body.size());
			request.setEntity(new ByteArrayEntity(this.body.toByteArray(), null));
		}
		return request;
	}

	private static ApiResponse exchange(ClassicHttpRequest request, ApiConnections.Lease lease, Duration time,
			int answerBytes) throws IOException {
		ApiConnection connection = lease.connection();
		TimeLimit limit = new TimeLimit(time, connection::abort);
		boolean reusable = false;
		try {
			HttpCoreContext context = HttpCoreContext.create();
			ClassicHttpResponse answer = executor.execute(request, connection.http(), context);
			ApiResponse response = ApiResponse.read(answer, answerBytes);
			reusable = response.isWhole(answerBytes) && connection.isReadToTheEnd()
					&& executor.keepAlive(request, answer, connection.http(), context);
			return response;
		}
		catch (IOException | HttpException ex) {
			if (limit.isOver()) {
				throw new SocketTimeoutException("request timed out");
			}
			throw (ex instanceof IOException broken) ? broken : new IOException("not HTTP", ex);
		}
		finally {
			lease.giveBack(limit.stop() && reusable);
		}
	}

}
