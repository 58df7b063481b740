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
 * Opens connections. Looking up a name and connecting cannot be told to end in time, so
 * another thread does it, and whoever asked waits no longer than there is time.
 */
final class ApiConnector {

	private static final int IDLE_SECONDS = 10;

	private final Executor threads = threads();

	private final Duration connectTimeout;

	private final @Nullable InetSocketAddress proxy;

	private final Supplier<SSLSocketFactory> tls;

	/**
	 * Creates a connector.
	 * @param connectTimeout the longest time until a connection can be used
	 * @param proxy an HTTP proxy, or {@code null} for the one that the Java virtual
	 * machine was told to use, if any
	 * @param tls where TLS comes from
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
	 * @param target the host at its other end
	 * @param time the longest time it may take
	 * @return the connection
	 * @throws SocketTimeoutException if there was not enough time
	 * @throws IOException if there is no connection to be had
	 */
	ApiConnection open(HttpHost target, Duration time) throws IOException {
		ConnectionOpening opening = new ConnectionOpening(target, proxyFor(target), this.tls);
		this.threads.execute(opening);
		boolean timeIsShort = time.compareTo(this.connectTimeout) < 0;
		try {
			return opening.connection().get((timeIsShort ? time : this.connectTimeout).toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			ApiConnectException timedOut = opening.giveUp();
			throw timeIsShort ? new SocketTimeoutException("no time left") : timedOut;
		}
		catch (InterruptedException ex) {
			opening.giveUp();
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof IOException cause) ? cause
					: new IOException("not connected", ex.getCause());
		}
	}

	/**
	 * Whether a proxy makes the request, instead of only passing it on.
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
