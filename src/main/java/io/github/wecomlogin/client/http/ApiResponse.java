package io.github.wecomlogin.client.http;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A response that has been read completely. A body over the limit is cut one byte above
 * it, which tells the reader that it was too large.
 */
final class ApiResponse implements ClientHttpResponse {

	private final int status;

	private final HttpHeaders headers;

	private final byte[] body;

	private ApiResponse(int status, HttpHeaders headers, byte[] body) {
		this.status = status;
		this.headers = headers;
		this.body = body;
	}

	static ApiResponse read(ClassicHttpResponse answer, int atMost) throws IOException {
		HttpHeaders headers = new HttpHeaders();
		for (Header header : answer.getHeaders()) {
			headers.add(header.getName(), header.getValue());
		}
		HttpEntity entity = answer.getEntity();
		byte[] body = (entity != null) ? entity.getContent().readNBytes(atMost + 1) : new byte[0];
		if (entity != null && body.length == 0 && entity.getContentLength() < 0 && !entity.isChunked()) {
			// A truncated response head, which HTTP/1 reads as a body until end of stream
			throw new EOFException("answer ended early");
		}
		return new ApiResponse(answer.getCode(), headers, body);
	}

	/**
	 * Whether the body is complete.
	 */
	boolean isWhole(int atMost) {
		return this.body.length <= atMost;
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return HttpStatusCode.valueOf(this.status);
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
		return new ByteArrayInputStream(this.body);
	}

	@Override
	public void close() {
		// Already read completely
	}

}
