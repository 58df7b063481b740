package io.github.wecomlogin.client.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.pool.StrictConnPool;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Creates requests to WeCom and pools their connections: as many as there are concurrent
 * calls, which the callers limit.
 * <p>
 * Spring's factories are not used: the JDK's clients send a request again if a reused
 * connection breaks, Apache HttpClient logs URLs and would become the client of the whole
 * application, and none has a time limit for a whole exchange.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ApiRequestFactory implements ClientHttpRequestFactory, AutoCloseable {

	/**
	 * Name of the request attribute with the {@link ApiCall} of the request.
	 */
	public static final String CALL = ApiCall.class.getName();

	/**
	 * Idle time after which a connection is closed; shorter than the usual timeouts of
	 * servers and firewalls.
	 */
	private static final TimeValue IDLE_TIMEOUT = TimeValue.ofSeconds(30);

	private final StrictConnPool<HttpHost, ApiConnection> pool = new StrictConnPool<>(Integer.MAX_VALUE,
			Integer.MAX_VALUE);

	private final ApiConnector connector;

	private volatile boolean closed;

	public ApiRequestFactory(Duration connectTimeout, @Nullable InetSocketAddress proxy) {
		this(connectTimeout, proxy, ApiRequestFactory::tls);
	}

	/**
	 * Creates the factory.
	 * @param connectTimeout the longest time to wait for a connection
	 * @param proxy an HTTP proxy, or {@code null} for the one of the Java virtual machine
	 * @param tls supplies TLS sockets
	 */
	public ApiRequestFactory(Duration connectTimeout, @Nullable InetSocketAddress proxy,
			Supplier<SSLSocketFactory> tls) {
		this.connector = new ApiConnector(connectTimeout, proxy, tls);
	}

	static SSLSocketFactory tls() {
		try {
			return SSLContext.getDefault().getSocketFactory();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This Java runtime has no default TLS context", ex);
		}
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod) {
		return new ApiRequest(this, uri, httpMethod);
	}

	/**
	 * Whether requests are sent to a proxy in absolute form, not through a tunnel.
	 */
	boolean askProxy(HttpHost target) {
		return target.getSchemeName().equals("http") && this.connector.proxyFor(target) != null;
	}

	/**
	 * Leases an idle connection or opens one.
	 * @param target the host
	 * @param limit the time limit of the call
	 * @return the connection, to be released
	 * @throws ApiConnectException if no connection can be established
	 */
	PoolEntry<HttpHost, ApiConnection> lease(HttpHost target, TimeLimit limit) throws ApiConnectException {
		PoolEntry<HttpHost, ApiConnection> entry = entry(target);
		try {
			if (entry.hasConnection() && !entry.getConnection().isUsable()) {
				entry.discardConnection(CloseMode.IMMEDIATE);
			}
			if (!entry.hasConnection()) {
				// What a burst of calls left behind
				this.pool.closeExpired();
				entry.assignConnection(this.connector.open(target, limit));
			}
			return entry;
		}
		catch (ApiConnectException | RuntimeException ex) {
			this.pool.release(entry, false);
			throw ex;
		}
	}

	private PoolEntry<HttpHost, ApiConnection> entry(HttpHost target) {
		try {
			return this.pool.lease(target, null).get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException("Unlimited, so that nothing is waited for", ex);
		}
	}

	/**
	 * Returns a connection to the pool.
	 * @param entry the leased connection
	 * @param reusable whether another call may use it
	 */
	void release(PoolEntry<HttpHost, ApiConnection> entry, boolean reusable) {
		entry.updateExpiry(IDLE_TIMEOUT);
		this.pool.release(entry, reusable && !this.closed);
	}

	/**
	 * Closes the idle connections, and each other connection after its call.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.pool.closeIdle(TimeValue.ZERO_MILLISECONDS);
	}

}
