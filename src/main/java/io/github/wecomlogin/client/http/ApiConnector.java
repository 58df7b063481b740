package io.github.wecomlogin.client.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import io.github.wecomlogin.client.http.ApiConnectException.Reason;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.Closer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Opens connections in the calling thread, within a time limit. Only names are looked up
 * in a thread of their own, because a lookup cannot be aborted.
 */
final class ApiConnector {

	private final SimpleAsyncTaskExecutor lookups = new SimpleAsyncTaskExecutor("wecom-lookup-");

	private final Duration connectTimeout;

	private final @Nullable InetSocketAddress proxy;

	private final Supplier<SSLSocketFactory> tls;

	/**
	 * Creates a connector.
	 * @param connectTimeout the time limit until a connection is ready
	 * @param proxy an HTTP proxy, or {@code null} to use the JVM's proxy selector
	 * @param tls the TLS socket factory
	 */
	ApiConnector(Duration connectTimeout, @Nullable InetSocketAddress proxy, Supplier<SSLSocketFactory> tls) {
		this.connectTimeout = connectTimeout;
		this.proxy = proxy;
		this.tls = tls;
		this.lookups.setDaemon(true);
	}

	/**
	 * Returns the proxy for a host, or {@code null} if there is none.
	 */
	private @Nullable InetSocketAddress proxyFor(HttpHost target) {
		if (this.proxy != null) {
			return this.proxy;
		}
		ProxySelector selector = ProxySelector.getDefault();
		List<Proxy> proxies = (selector != null) ? selector.select(URI.create(target.toURI())) : List.of();
		Proxy first = proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
		return (first.type() == Proxy.Type.HTTP) ? (InetSocketAddress) first.address() : null;
	}

	/**
	 * Opens a connection, through a tunnel if there is a proxy and the target is https.
	 * @param target the host
	 * @param callLimit the time limit of the call
	 * @return the connection
	 * @throws ApiConnectException if no connection can be established
	 */
	ApiConnection open(HttpHost target, TimeLimit callLimit) throws ApiConnectException {
		Route route = new Route(target, proxyFor(target));
		TimeLimit limit = callLimit.atMost(this.connectTimeout);
		Reason reason = (route.proxy() != null) ? Reason.PROXY_UNREACHABLE : Reason.UNREACHABLE;
		SocketChannel channel = null;
		ApiConnection opened = null;
		try {
			channel = connect(route.firstHop(), limit);
			reason = Reason.UNREACHABLE;
			SSLSocket secured = route.isSecure() ? secure(route, channel.socket()) : null;
			if (!limit.stop()) {
				throw new SocketTimeoutException();
			}
			opened = new ApiConnection(channel, secured, route.proxy() != null && secured == null);
		}
		catch (IOException | HttpException ex) {
			throw failure(ex, reason, route, limit.isOver());
		}
		finally {
			limit.stop();
			if (opened == null) {
				Closer.closeQuietly(channel);
			}
		}
		return opened;
	}

	private SocketChannel connect(InetSocketAddress address, TimeLimit limit) throws IOException {
		IOException failure = new UnknownHostException(address.getHostString());
		InetAddress[] all = lookUp(address.getHostString(), limit);
		for (int i = 0; i < all.length; i++) {
			SocketChannel channel = SocketChannel.open();
			limit.closeAtEnd(channel);
			// An address that does not answer leaves time for the next one
			TimeLimit share = (i < all.length - 1) ? limit.atMost(this.connectTimeout.dividedBy(all.length)) : limit;
			share.closeAtEnd(channel);
			try {
				channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
				channel.connect(new InetSocketAddress(all[i], address.getPort()));
				if (share == limit || share.stop()) {
					return channel;
				}
			}
			catch (IOException ex) {
				Closer.closeQuietly(channel);
				failure = ex;
			}
		}
		throw failure;
	}

	private InetAddress[] lookUp(String host, TimeLimit limit) throws IOException {
		Future<InetAddress[]> addresses = this.lookups.submit(() -> InetAddress.getAllByName(host));
		limit.closeAtEnd(() -> addresses.cancel(true));
		try {
			return addresses.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted");
		}
		catch (CancellationException ex) {
			throw new SocketTimeoutException();
		}
		catch (ExecutionException ex) {
			throw new UnknownHostException(host);
		}
	}

	private SSLSocket secure(Route route, Socket socket) throws IOException, HttpException {
		String host = route.target().getHostName();
		if (route.proxy() != null) {
			openTunnel(route, socket);
		}
		SSLSocket secured = (SSLSocket) this.tls.get().createSocket(socket, host, route.port(), true);
		SSLParameters parameters = secured.getSSLParameters();
		// Verifies the host name; by default, SSLSocket accepts a certificate of any host
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		secured.setSSLParameters(parameters);
		secured.startHandshake();
		return secured;
	}

	private static void openTunnel(Route route, Socket socket) throws IOException, HttpException {
		String authority = route.target().getHostName() + ":" + route.port();
		BasicClassicHttpRequest request = new BasicClassicHttpRequest("CONNECT", authority);
		request.setPath(authority);
		request.setHeader("Host", authority);
		// Used only here: its buffer may hold more of what the proxy sent in plain text
		DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(ApiConnection.LIMITS);
		connection.bind(socket);
		connection.sendRequestHeader(request);
		connection.flush();
		ClassicHttpResponse answer = connection.receiveResponseHeader();
		if (answer.getCode() != HttpStatus.SC_OK) {
			throw new ApiConnectException(Reason.PROXY_REFUSED, "HTTP " + answer.getCode() + " for " + route);
		}
	}

	private static ApiConnectException failure(Exception cause, Reason reason, Route route, boolean timedOut) {
		if (timedOut) {
			return new ApiConnectException(reason, route + ": connect timed out");
		}
		if (cause instanceof ApiConnectException refused) {
			return refused;
		}
		if (cause instanceof UnknownHostException) {
			return new ApiConnectException(Reason.HOST_NOT_FOUND, route.firstHop().getHostString());
		}
		boolean telling = cause instanceof IOException && cause.getMessage() != null;
		return new ApiConnectException((cause instanceof SSLException) ? Reason.TLS_FAILED : reason,
				route + ": " + (telling ? cause.getMessage() : cause.getClass().getSimpleName()));
	}

	private record Route(HttpHost target, @Nullable InetSocketAddress proxy) {

		boolean isSecure() {
			return this.target.getSchemeName().equals("https");
		}

		int port() {
			return (this.target.getPort() >= 0) ? this.target.getPort() : isSecure() ? 443 : 80;
		}

		InetSocketAddress firstHop() {
			return (this.proxy != null) ? this.proxy
					: InetSocketAddress.createUnresolved(this.target.getHostName(), port());
		}

		@Override
		public String toString() {
			String host = this.target.getHostName() + ":" + port();
			return (this.proxy != null)
					? host + " through proxy " + this.proxy.getHostString() + ":" + this.proxy.getPort() : host;
		}

	}

}
