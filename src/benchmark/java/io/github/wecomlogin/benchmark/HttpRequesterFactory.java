package io.github.wecomlogin.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;

import javax.net.ssl.SSLContext;

import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.bootstrap.HttpRequester;
import org.apache.hc.core5.http.impl.bootstrap.RequesterBootstrap;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.Timeout;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpResponse;

/**
 * HttpCore's {@link HttpRequester} behind Spring's interface, as short as can be.
 */
final class HttpRequesterFactory implements ClientHttpRequestFactory {

	private final HttpRequester requester;

	HttpRequesterFactory(SSLContext tls) {
		this.requester = RequesterBootstrap.bootstrap().setSslContext(tls).create();
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
		return new Request(this.requester, uri, method);
	}

	private static final class Request extends AbstractClientHttpRequest {

		private final HttpRequester requester;

		private final URI uri;

		private final HttpMethod method;

		private Request(HttpRequester requester, URI uri, HttpMethod method) {
			this.requester = requester;
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
			return new ByteArrayOutputStream();
		}

		@Override
		protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
			BasicClassicHttpRequest request = new BasicClassicHttpRequest(this.method.name(), this.uri);
			headers.forEach((name, values) -> values.forEach((value) -> request.addHeader(name, value)));
			try {
				return this.requester.execute(HttpHost.create(this.uri), request, Timeout.ofSeconds(5),
						HttpCoreContext.create(), (answer) -> {
							MockClientHttpResponse response = new MockClientHttpResponse(
									EntityUtils.toByteArray(answer.getEntity()),
									HttpStatusCode.valueOf(answer.getCode()));
							answer.headerIterator()
								.forEachRemaining(
										(header) -> response.getHeaders().add(header.getName(), header.getValue()));
							return response;
						});
			}
			catch (HttpException ex) {
				throw new IOException(ex);
			}
		}

	}

}
