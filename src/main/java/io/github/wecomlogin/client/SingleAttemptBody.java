package io.github.wecomlogin.client;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request body, perhaps empty, that can be sent once. When a connection is reset before
 * the first byte of an answer, the JDK's HTTP client sends a GET again on its own account
 * and has no setting against it. With {@code auth/getuserinfo} that could spend a code
 * twice, so the second attempt is made to fail: the client asks for the length of the
 * body each time it is about to send.
 */
final class SingleAttemptBody implements HttpRequest.BodyPublisher {

	private final AtomicBoolean sent = new AtomicBoolean();

	private final HttpRequest.BodyPublisher body;

	SingleAttemptBody(byte[] body) {
		this.body = HttpRequest.BodyPublishers.ofByteArray(body);
	}

	/**
	 * Whether any of the request may have been sent.
	 */
	boolean wasSent() {
		return this.sent.get();
	}

	@Override
	public long contentLength() {
		if (!this.sent.compareAndSet(false, true)) {
			throw new IllegalStateException("connection reset before an answer came");
		}
		return this.body.contentLength();
	}

	@Override
	public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
		this.body.subscribe(subscriber);
	}

}
