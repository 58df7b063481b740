package io.github.wecomlogin.client.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.pool.StrictConnPool;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Connection pool. Opens as many connections as there are concurrent calls, which the
 * callers limit, and keeps idle ones for 30 seconds.
 */
final class ApiConnections {

	/**
	 * Idle time after which a connection is closed; shorter than the usual timeouts of
	 * servers and firewalls.
	 */
	private static final TimeValue IDLE_TIMEOUT = TimeValue.ofSeconds(30);

	private final StrictConnPool<HttpHost, ApiConnection> pool = new StrictConnPool<>(Integer.MAX_VALUE,
			Integer.MAX_VALUE);

	private final AtomicLong lastCleanup = new AtomicLong(System.currentTimeMillis());

	private final ApiConnector connector;

	ApiConnections(ApiConnector connector) {
		this.connector = connector;
	}

	/**
	 * Leases an idle connection or opens one.
	 * @param target the host
	 * @param time the time limit
	 * @return the connection, to be given back
	 * @throws IOException if no connection can be established
	 */
	Lease take(HttpHost target, Duration time) throws IOException {
		PoolEntry<HttpHost, ApiConnection> entry = entry(target);
		try {
			if (entry.hasConnection() && !entry.getConnection().isUsable()) {
				entry.discardConnection(CloseMode.IMMEDIATE);
			}
			if (!entry.hasConnection()) {
				entry.assignConnection(this.connector.open(target, time));
			}
			return new Lease(entry);
		}
		catch (IOException | RuntimeException ex) {
			this.pool.release(entry, false);
			throw ex;
		}
	}

	/**
	 * Whether requests are sent to a proxy in absolute form, not through a tunnel.
	 */
	boolean askProxy(HttpHost target) {
		return this.connector.askProxy(target);
	}

	private PoolEntry<HttpHost, ApiConnection> entry(HttpHost target) throws IOException {
		try {
			return this.pool.lease(target, null, Timeout.DISABLED, null).get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
		catch (ExecutionException ex) {
			throw new IOException("no connection", ex.getCause());
		}
	}

	/**
	 * Closes idle connections that a burst of calls left behind and later calls do not
	 * lease again.
	 */
	private void closeIdle() {
		long now = System.currentTimeMillis();
		long last = this.lastCleanup.get();
		if (now - last > IDLE_TIMEOUT.toMilliseconds() && this.lastCleanup.compareAndSet(last, now)) {
			this.pool.closeExpired();
		}
	}

	/**
	 * A leased connection.
	 */
	final class Lease {

		private final PoolEntry<HttpHost, ApiConnection> entry;

		private Lease(PoolEntry<HttpHost, ApiConnection> entry) {
			this.entry = entry;
		}

		ApiConnection connection() {
			return this.entry.getConnection();
		}

		/**
		 * Returns the connection to the pool.
		 * @param reusable whether another call may use it
		 */
		void giveBack(boolean reusable) {
			if (reusable) {
				this.entry.updateExpiry(IDLE_TIMEOUT);
			}
			else {
				// Aborted, because the peer might delay an orderly close
				this.entry.discardConnection(CloseMode.IMMEDIATE);
			}
			ApiConnections.this.pool.release(this.entry, reusable);
			closeIdle();
		}

	}

}
