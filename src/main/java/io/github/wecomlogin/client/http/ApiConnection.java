package io.github.wecomlogin.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLSocket;

import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * A connection to WeCom, used by one call at a time. Always closed without waiting for
 * the TLS close, which the peer could delay.
 */
final class ApiConnection extends DefaultBHttpClientConnection {

	static final Http1Config LIMITS = Http1Config.custom().setMaxHeaderCount(200).setMaxLineLength(16384).build();

	private final SocketChannel channel;

	private final @Nullable SSLSocket secured;

	private final boolean toProxy;

	private @Nullable SessionInputBuffer buffer;

	/**
	 * Creates a connection.
	 * @param channel the connected channel; unlike with a socket, waiting for it ends
	 * when the thread is interrupted
	 * @param secured the TLS layer, or {@code null} for plain HTTP
	 * @param toProxy whether requests are sent to a proxy in absolute form, not through a
	 * tunnel
	 * @throws IOException if the connection is broken
	 */
	ApiConnection(SocketChannel channel, @Nullable SSLSocket secured, boolean toProxy) throws IOException {
		super(LIMITS);
		this.toProxy = toProxy;
		this.channel = channel;
		this.secured = secured;
		if (secured != null) {
			bind(secured, channel.socket());
		}
		else {
			bind(channel.socket());
		}
	}

	boolean isToProxy() {
		return this.toProxy;
	}

	@Override
	protected InputStream createContentInputStream(long length, SessionInputBuffer buffer, InputStream input) {
		this.buffer = buffer;
		return super.createContentInputStream(length, buffer, input);
	}

	/**
	 * Whether the peer has neither closed the connection nor sent anything after the last
	 * response, which would be taken for the next one.
	 */
	boolean isUsable() {
		try {
			if (this.buffer == null || this.buffer.length() > 0
					|| (this.secured != null && this.secured.getInputStream().available() > 0)) {
				return false;
			}
			this.channel.configureBlocking(false);
			boolean quiet = this.channel.read(ByteBuffer.allocate(1)) == 0;
			this.channel.configureBlocking(true);
			return quiet;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close(CloseMode closeMode) {
		super.close(CloseMode.IMMEDIATE);
	}

	@Override
	public void close() {
		super.close(CloseMode.IMMEDIATE);
	}

}
