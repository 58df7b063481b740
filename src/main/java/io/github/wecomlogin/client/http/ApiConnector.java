package io.github.wecomlogin.client.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import javax.net.ssl.SSLSocketFactory;

import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections within a time limit. Name lookup and connecting cannot be
 * interrupted, so that they run on a thread of their own for which the caller waits.
 */
final class ApiConnector {

	private static final int IDLE_SECONDS = 10;

	private final Executor threads = threads();

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
	}

	private static Executor threads() {
		AtomicInteger started = new AtomicInteger();
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				(work) -> {
					Thread thread = new Thread(work, "wecom-connect-" + started.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
	}

	/**
	 * Opens a connection.
	 * @param target the host
	 * @param time the time limit
	 * @return the connection
	 * @throws SocketTimeoutException if the time limit was too short
	 * @throws IOException if no connection can be established
	 */
	ApiConnection open(HttpHost target, Duration time) throws IOException {
		ConnectionOpening opening = new ConnectionOpening(target, proxyFor(target), this.tls);
		this.threads.execute(opening);
		boolean timeIsShort = time.compareTo(this.connectTimeout) < 0;
		try {
			return opening.connection().get((timeIsShort ? time : this.connectTimeout).toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			ApiConnectException timedOut = opening.abandon();
			throw timeIsShort ? new SocketTimeoutException("no time left") : timedOut;
		}
		catch (InterruptedException ex) {
			opening.abandon();
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof IOException cause) ? cause
					: new IOException("not connected", ex.getCause());
		}
	}

	/**
	 * Whether requests are sent to a proxy in absolute form, not through a tunnel.
	 */
	boolean askProxy(HttpHost target) {
		return target.getSchemeName().equals("http") && proxyFor(target) != null;
	}

	private @Nullable InetSocketAddress proxyFor(HttpHost target) {
		if (this.proxy != null) {
			return this.proxy;
		}
		ProxySelector selector = ProxySelector.getDefault();
		List<Proxy> proxies = (selector != null) ? selector.select(URI.create(target.toURI())) : List.of();
		Proxy first = proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
		return (first.type() == Proxy.Type.HTTP) ? (InetSocketAddress) first.address() : null;
	}

}
