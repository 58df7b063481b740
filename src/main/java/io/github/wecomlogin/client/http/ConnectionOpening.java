package io.github.wecomlogin.client.http;

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
 * Opens one connection, directly or through a proxy. Can be abandoned at any time; no
 * socket stays open then.
 */
final class ConnectionOpening implements Runnable {

	private final CompletableFuture<ApiConnection> connection = new CompletableFuture<>();

	private final HttpHost target;

	private final @Nullable InetSocketAddress proxy;

	private final Supplier<SSLSocketFactory> tls;

	private volatile @Nullable SocketChannel channel;

	private volatile boolean connected;

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
				opened.abort();
			}
		}
		catch (IOException ex) {
			close(this.channel);
			this.connection.completeExceptionally(ApiConnectException.of(ex, this.target, this.proxy, this.connected));
		}
		catch (HttpException | RuntimeException ex) {
			close(this.channel);
			this.connection.completeExceptionally(ex);
		}
	}

	/**
	 * Abandons the attempt.
	 * @return the exception for the caller
	 */
	ApiConnectException abandon() {
		this.connection.cancel(false);
		// Interrupts connecting and handshakes, but not a name lookup
		close(this.channel);
		return ApiConnectException.timedOut(this.target, this.proxy, this.connected);
	}

	private ApiConnection open() throws IOException, HttpException {
		SocketChannel connected = connect();
		this.connected = true;
		connected.setOption(StandardSocketOptions.TCP_NODELAY, true);
		if (!this.target.getSchemeName().equals("https")) {
			return new ApiConnection(connected, null);
		}
		if (this.proxy != null) {
			askProxy(this.proxy, connected.socket());
		}
		return new ApiConnection(connected, secure(connected.socket()));
	}

	private SocketChannel connect() throws IOException {
		InetSocketAddress next = (this.proxy != null) ? this.proxy
				: InetSocketAddress.createUnresolved(this.target.getHostName(), ApiConnection.port(this.target));
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

	private void askProxy(InetSocketAddress proxy, Socket socket) throws IOException, HttpException {
		String authority = this.target.getHostName() + ":" + ApiConnection.port(this.target);
		BasicClassicHttpRequest request = new BasicClassicHttpRequest("CONNECT", authority);
		request.setPath(authority);
		request.setHeader("Host", authority);
		DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(ApiConnection.LIMITS);
		connection.bind(socket);
		connection.sendRequestHeader(request);
		connection.flush();
		ClassicHttpResponse answer = connection.receiveResponseHeader();
		if (answer.getCode() != HttpStatus.SC_OK) {
			throw ApiConnectException.proxyRefused(this.target, proxy, answer.getCode());
		}
	}

	private SSLSocket secure(Socket socket) throws IOException {
		SSLSocket secured = (SSLSocket) this.tls.get()
			.createSocket(socket, this.target.getHostName(), ApiConnection.port(this.target), true);
		SSLParameters parameters = secured.getSSLParameters();
		// Verifies the host name; by default, SSLSocket accepts a certificate of any host
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
			// Discarded anyway
		}
	}

}
