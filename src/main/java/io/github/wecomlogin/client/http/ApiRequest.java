package io.github.wecomlogin.client.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.pool.PoolEntry;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
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

	private final ApiRequestFactory connections;

	private final URI uri;

	private final HttpMethod method;

	ApiRequest(ApiRequestFactory connections, URI uri, HttpMethod method) {
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
		ApiCall call = (ApiCall) getAttributes().get(ApiRequestFactory.CALL);
		if (call == null) {
			throw new IllegalStateException("The request has no ApiCall attribute");
		}
		call.executing();
		Duration remaining = call.remaining();
		if (remaining.isZero()) {
			throw new SocketTimeoutException("no time left");
		}
		TimeLimit limit = new TimeLimit(remaining);
		try {
			return execute(headers, call, limit);
		}
		catch (IOException | HttpException ex) {
			if (limit.isOver()) {
				throw new SocketTimeoutException("request timed out");
			}
			throw (ex instanceof IOException broken) ? broken : new IOException("not HTTP", ex);
		}
		finally {
			limit.stop();
		}
	}

	private Response execute(HttpHeaders headers, ApiCall call, TimeLimit limit) throws IOException, HttpException {
		HttpHost host = HttpHost.create(this.uri);
		PoolEntry<HttpHost, ApiConnection> leased = this.connections.lease(host, limit);
		boolean reusable = false;
		try {
			ApiConnection connection = leased.getConnection();
			ClassicHttpRequest request = request(host, headers, connection.isToProxy());
			call.sending();
			limit.closeAtEnd(connection);
			HttpCoreContext context = HttpCoreContext.create();
			ClassicHttpResponse answer = executor.execute(request, connection, context);
			Response response = Response.read(answer, call.answerBytes());
			reusable = response.body().length <= call.answerBytes()
					&& executor.keepAlive(request, answer, connection, context) && limit.stop();
			return response;
		}
		finally {
			this.connections.release(leased, reusable);
		}
	}

	private ClassicHttpRequest request(HttpHost host, HttpHeaders headers, boolean toProxy) {
		BasicClassicHttpRequest request = new BasicClassicHttpRequest(this.method.name(), this.uri);
		request.setAbsoluteRequestUri(toProxy);
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

	/**
	 * A response that has been read completely. A body over the limit is cut one byte
	 * above it, which tells the reader that it was too large.
	 */
	private record Response(HttpStatusCode status, HttpHeaders headers, byte[] body) implements ClientHttpResponse {

		private static Response read(ClassicHttpResponse answer, int atMost) throws IOException {
			HttpHeaders headers = new HttpHeaders();
			for (Header header : answer.getHeaders()) {
				headers.add(header.getName(), header.getValue());
			}
			HttpEntity entity = answer.getEntity();
			byte[] body = (entity != null) ? entity.getContent().readNBytes(toRead(entity, atMost)) : new byte[0];
			if (entity != null && body.length == 0 && entity.getContentLength() < 0 && !entity.isChunked()) {
				// A truncated response head, which HTTP/1 reads as a body until end of
				// stream
				throw new EOFException("answer ended early");
			}
			return new Response(HttpStatusCode.valueOf(answer.getCode()), headers, body);
		}

		// InputStream allocates the number of bytes to read, up to 16 KB at a time
		private static int toRead(HttpEntity entity, int atMost) {
			long length = entity.getContentLength();
			return (length >= 0) ? (int) Math.min(length, atMost + 1) : atMost + 1;
		}

		@Override
		public HttpStatusCode getStatusCode() {
			return this.status;
		}

		@Override
		public String getStatusText() {
			return "";
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public InputStream getBody() {
			return new ByteArrayInputStream(this.body) {

				@Override
				public byte[] readNBytes(int length) throws IOException {
					return super.readNBytes(Math.min(length, available()));
				}

			};
		}

		@Override
		public void close() {
			// Already read completely
		}

	}

}
