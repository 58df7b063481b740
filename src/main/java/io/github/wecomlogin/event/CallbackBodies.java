package io.github.wecomlogin.event;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Reads the bodies of callbacks, whose senders are not verified yet. A body may have 64
 * KB and must arrive within 5 seconds. At most 16 requests wait for data concurrently; a
 * body that has already arrived is not counted. Safe for concurrent use.
 */
final class CallbackBodies {

	/**
	 * Maximum size in bytes. An event with all fields of a member has a few kilobytes.
	 */
	static final int MAX_BYTES = 64 * 1024;

	/**
	 * Maximum requests waiting for their body concurrently.
	 */
	static final int MAX_WAITING = 16;

	/**
	 * Time limit for a whole body. WeCom itself times out after 5 seconds (D/90930).
	 */
	static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final int CHUNK_BYTES = 8 * 1024;

	private final Semaphore waiting = new Semaphore(MAX_WAITING);

	private final Ticker ticker;

	CallbackBodies(Ticker ticker) {
		this.ticker = ticker;
	}

	/**
	 * Reads a body.
	 * @throws RefusedCallbackException if it is too large
	 * @throws UnreadCallbackException if it does not arrive in time or too many requests
	 * are waiting
	 */
	byte[] read(HttpServletRequest request) throws RefusedCallbackException, UnreadCallbackException, IOException {
		long announced = request.getContentLengthLong();
		if (announced > MAX_BYTES) {
			throw new RefusedCallbackException();
		}
		long start = this.ticker.read();
		byte[] body = new byte[CHUNK_BYTES];
		int length = 0;
		boolean waits = false;
		try {
			ServletInputStream in = request.getInputStream();
			while (announced < 0 || length < announced) {
				// The length of a chunked body is unknown
				if (!waits && (announced < 0 || in.available() <= 0)) {
					waits = this.waiting.tryAcquire();
					require(waits);
				}
				int read = in.read(body, length, body.length - length);
				require(this.ticker.read() - start <= TIMEOUT.toNanos());
				if (read < 0) {
					break;
				}
				length += read;
				if (length > MAX_BYTES) {
					throw new RefusedCallbackException();
				}
				if (length == body.length) {
					body = Arrays.copyOf(body, 2 * length);
				}
			}
			return Arrays.copyOf(body, length);
		}
		finally {
			if (waits) {
				this.waiting.release();
			}
		}
	}

	private static void require(boolean met) throws UnreadCallbackException {
		if (!met) {
			throw new UnreadCallbackException();
		}
	}

}
