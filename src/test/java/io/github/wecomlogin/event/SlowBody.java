package io.github.wecomlogin.event;

import java.io.IOException;
import java.time.Clock;

import io.github.wecomlogin.MutableClock;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

import org.springframework.mock.web.MockHttpServletRequest;

/**
 * A callback whose body arrives byte by byte.
 */
final class SlowBody extends ServletInputStream {

	private static final int BYTES = 100;

	private static final Clock CLOCK = new MutableClock();

	private final Wait wait;

	private int reads;

	SlowBody(Wait wait) {
		this.wait = wait;
	}

	MockHttpServletRequest request() {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/wecom/callback/wecom") {

			@Override
			public ServletInputStream getInputStream() {
				return SlowBody.this;
			}

			@Override
			public long getContentLengthLong() {
				return BYTES;
			}

		};
		request.setQueryString(Callbacks.query(CLOCK, "AAAA"));
		return request;
	}

	int reads() {
		return this.reads;
	}

	@Override
	public int read() throws IOException {
		this.reads++;
		try {
			this.wait.run();
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
		return (this.reads <= BYTES) ? ' ' : -1;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		int next = read();
		if (next < 0) {
			return -1;
		}
		bytes[offset] = (byte) next;
		return 1;
	}

	@Override
	public boolean isFinished() {
		return this.reads == BYTES;
	}

	@Override
	public boolean isReady() {
		return true;
	}

	@Override
	public void setReadListener(ReadListener listener) {
		throw new UnsupportedOperationException();
	}

	/**
	 * What happens before each byte.
	 */
	interface Wait {

		void run() throws InterruptedException;

	}

}
