package io.github.wecomlogin.token;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.HttpStatusCode;

/**
 * What the application issued, converted as a whole before any of it is sent.
 */
record IssuedAnswer(HttpStatusCode status, HttpHeaders headers,
		ByteArrayOutputStream body) implements HttpOutputMessage {

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public ByteArrayOutputStream getBody() {
		return this.body;
	}

	void write(HttpServletResponse response) throws IOException {
		response.setStatus(this.status.value());
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		this.headers.forEach((name, values) -> values.forEach((value) -> response.addHeader(name, value)));
		response.setContentLength(this.body.size());
		this.body.writeTo(response.getOutputStream());
	}

	@Override
	public String toString() {
		return "IssuedAnswer[status=" + this.status + "]";
	}

}
