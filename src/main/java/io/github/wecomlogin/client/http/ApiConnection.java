package io.github.wecomlogin.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLSocket;

import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.jspecify.annotations.Nullable;

/**
 * A connection over which calls are made, one after the other.
 */
final class ApiConnection implements ModalCloseable {

	private static final int HTTPS_PORT = 443;

	private static final int HTTP_PORT = 80;

	static final Http1Config LIMITS = Http1Config.custom().setMaxHeaderCount(200).setMaxLineLength(16384).build();

	private final SocketChannel channel;

	private final Http http = new Http();

	/**
	 * Creates a connection.
	 * @param channel is connected
	 * @param secured what makes it secure, unless it need not be
	 * @throws IOException if it is broken already
	 */
	ApiConnection(SocketChannel channel, @Nullable SSLSocket secured) throws IOException {
		this.channel = channel;
		if (secured != null) {
			this.http.bind(secured, channel.socket());
		}
		else {
			this.http.bind(channel.socket());
		}
	}

	DefaultBHttpClientConnection http() {
		return this.http;
	}

	/**
	 * Whether nothing came behind an answer that has been read. It would be taken for the
	 * next one.
	 */
	boolean isReadToTheEnd() throws IOException {
		return this.http.isReadToTheEnd();
	}

	/**
	 * Whether the other end has neither closed it nor sent what nobody has asked for. To
	 * be asked between two calls only.
	 */
	boolean isUsable() {
		try {
			this.channel.configureBlocking(false);
			boolean quiet = this.channel.read(ByteBuffer.allocate(1)) == 0;
			this.channel.configureBlocking(true);
			return quiet;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Closes it, whatever anybody is doing with it, and without a word to the other end.
	 * Waits for nobody.
	 */
	void breakOff() {
		close(CloseMode.IMMEDIATE);
	}

	@Override
	public void close(CloseMode closeMode) {
		if (closeMode == CloseMode.IMMEDIATE) {
			// First, or TLS would try to say goodbye to somebody who may not listen
			closeChannel();
		}
		this.http.close(closeMode);
	}

	private void closeChannel() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// It is of no use any more in any case
		}
	}

	@Override
	public void close() throws IOException {
		this.http.close();
	}

	private static final class Http extends DefaultBHttpClientConnection {

		private @Nullable SessionInputBuffer buffer;

		private @Nullable InputStream input;

		private Http() {
			super(LIMITS);
		}

		@Override
		protected InputStream createContentInputStream(long length, SessionInputBuffer buffer, InputStream input) {
			this.buffer = buffer;
			this.input = input;
			return super.createContentInputStream(length, buffer, input);
		}

		private boolean isReadToTheEnd() throws IOException {
			return (this.buffer == null || this.buffer.length() == 0)
					&& (this.input == null || this.input.available() == 0);
		}

	}

	static int port(HttpHost host) {
		if (host.getPort() >= 0) {
			return host.getPort();
		}
		return host.getSchemeName().equals("https") ? HTTPS_PORT : HTTP_PORT;
	}

}
