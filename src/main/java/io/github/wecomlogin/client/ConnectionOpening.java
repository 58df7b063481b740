package io.github.wecomlogin.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The opening of one connection, through a proxy or not, until it can be used. Can be
 * given up at any moment; then nothing of it stays open.
 */
final class ConnectionOpening implements Runnable {

	private static final int HTTPS_PORT = 443;

	private static final int HTTP_PORT = 80;

	private final CompletableFuture<ApiConnection> connection = new CompletableFuture<>();

	private final HttpHost target;

	private final @Nullable InetSocketAddress proxy;

	private final Supplier<SSLSocketFactory> tls;

	private volatile @Nullable SocketChannel channel;

	ConnectionOpening(HttpHost target, @Nullable InetSocketAddress proxy, Supplier<SSLSocketFactory> tls) {
		this.target = target;
		this.proxy = proxy;
		this.tls = tls;
	}

	CompletableFuture<ApiConnection> connection() {
		return this.connection;
	}

	@Override
	public void run() {
		try {
			ApiConnection opened = open();
			if (!this.connection.complete(opened)) {
				opened.breakOff();
			}
		}
		catch (Exception ex) {
			close(this.channel);
			this.connection.completeExceptionally(ex);
		}
	}

	void giveUp() {
		this.connection.cancel(false);
		// Whatever is being waited for ends with that, but for the lookup of a name
		close(this.channel);
	}

	private ApiConnection open() throws IOException, HttpException {
		SocketChannel connected = connect();
		connected.setOption(StandardSocketOptions.TCP_NODELAY, true);
		if (!this.target.getSchemeName().equals("https")) {
			return new ApiConnection(connected, null);
		}
		if (this.proxy != null) {
			askProxy(connected.socket());
		}
		return new ApiConnection(connected, secure(connected.socket()));
	}

	private SocketChannel connect() throws IOException {
		InetSocketAddress next = (this.proxy != null) ? this.proxy
				: InetSocketAddress.createUnresolved(this.target.getHostName(), port());
		IOException failure = new UnknownHostException(next.getHostString());
		for (InetAddress address : InetAddress.getAllByName(next.getHostString())) {
			try {
				SocketChannel connected = begin();
				connected.connect(new InetSocketAddress(address, next.getPort()));
				return connected;
			}
			catch (IOException ex) {
				close(this.channel);
				failure = ex;
			}
		}
		throw failure;
	}

	private SocketChannel begin() throws IOException {
		SocketChannel begun = SocketChannel.open();
		this.channel = begun;
		if (this.connection.isDone()) {
			begun.close();
		}
		return begun;
	}

	private int port() {
		if (this.target.getPort() >= 0) {
			return this.target.getPort();
		}
		return this.target.getSchemeName().equals("https") ? HTTPS_PORT : HTTP_PORT;
	}

	private void askProxy(Socket socket) throws IOException, HttpException {
		String authority = this.target.getHostName() + ":" + port();
		BasicClassicHttpRequest request = new BasicClassicHttpRequest("CONNECT", authority);
		request.setPath(authority);
		request.setHeader("Host", authority);
		DefaultBHttpClientConnection proxy = new DefaultBHttpClientConnection(ApiConnection.LIMITS);
		proxy.bind(socket);
		proxy.sendRequestHeader(request);
		proxy.flush();
		ClassicHttpResponse answer = proxy.receiveResponseHeader();
		if (answer.getCode() != HttpStatus.SC_OK) {
			throw new ProxyRefusedException(answer.getCode());
		}
	}

	private SSLSocket secure(Socket socket) throws IOException {
		SSLSocket secured = (SSLSocket) this.tls.get().createSocket(socket, this.target.getHostName(), port(), true);
		SSLParameters parameters = secured.getSSLParameters();
		// Without that, the certificate of any host would do
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		secured.setSSLParameters(parameters);
		secured.startHandshake();
		return secured;
	}

	private static void close(@Nullable Closeable closeable) {
		try {
			if (closeable != null) {
				closeable.close();
			}
		}
		catch (IOException ex) {
			// It is of no use any more in any case
		}
	}

}
