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
 * A connection to WeCom, used by one call at a time.
 */
final class ApiConnection implements ModalCloseable {

	private static final int HTTPS_PORT = 443;

	private static final int HTTP_PORT = 80;

	static final Http1Config LIMITS = Http1Config.custom().setMaxHeaderCount(200).setMaxLineLength(16384).build();

	private final SocketChannel channel;

	private final Http http = new Http();

	/**
	 * Creates a connection.
	 * @param channel the connected channel
	 * @param secured the TLS layer, or {@code null} for plain HTTP
	 * @throws IOException if the connection is broken
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
	 * Whether no bytes follow the response that was read. They would be taken for the
	 * next response.
	 */
	boolean isReadToTheEnd() throws IOException {
		return this.http.isReadToTheEnd();
	}

	/**
	 * Whether the peer has neither closed the connection nor sent unexpected data. Call
	 * between two requests only.
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
	 * Aborts the connection from any thread, without waiting for the TLS close.
	 */
	void abort() {
		close(CloseMode.IMMEDIATE);
	}

	@Override
	public void close(CloseMode closeMode) {
		if (closeMode == CloseMode.IMMEDIATE) {
			// Closed first: otherwise the TLS close could block
			closeChannel();
		}
		this.http.close(closeMode);
	}

	private void closeChannel() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// Discarded anyway
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
