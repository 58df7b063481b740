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
 * Connections that are kept between calls. As many are open as there are calls at once,
 * which others limit.
 */
final class ApiConnections {

	/**
	 * Shorter than servers and firewalls usually keep a connection that is idle.
	 */
	private static final TimeValue KEPT = TimeValue.ofSeconds(30);

	private final StrictConnPool<HttpHost, ApiConnection> pool = new StrictConnPool<>(Integer.MAX_VALUE,
			Integer.MAX_VALUE);

	private final AtomicLong lastTidied = new AtomicLong(System.currentTimeMillis());

	private final ApiConnector connector;

	ApiConnections(ApiConnector connector) {
		this.connector = connector;
	}

	/**
	 * Takes a connection that is kept, or opens one.
	 * @param target the host at its other end
	 * @param time the longest time it may take
	 * @return the connection, to be given back
	 * @throws IOException if there is no connection to be had
	 */
	Taken take(HttpHost target, Duration time) throws IOException {
		PoolEntry<HttpHost, ApiConnection> entry = entry(target);
		try {
			if (entry.hasConnection() && !entry.getConnection().isUsable()) {
				entry.discardConnection(CloseMode.IMMEDIATE);
			}
			if (!entry.hasConnection()) {
				entry.assignConnection(this.connector.open(target, time));
			}
			return new Taken(entry);
		}
		catch (IOException | RuntimeException ex) {
			this.pool.release(entry, false);
			throw ex;
		}
	}

	/**
	 * Whether a proxy makes the request, instead of only passing it on.
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
	 * The connections of a rush are not taken again by the few calls after it.
	 */
	private void tidy() {
		long now = System.currentTimeMillis();
		long last = this.lastTidied.get();
		if (now - last > KEPT.toMilliseconds() && this.lastTidied.compareAndSet(last, now)) {
			this.pool.closeExpired();
		}
	}

	/**
	 * A connection that nobody else uses.
	 */
	final class Taken {

		private final PoolEntry<HttpHost, ApiConnection> entry;

		private Taken(PoolEntry<HttpHost, ApiConnection> entry) {
			this.entry = entry;
		}

		ApiConnection connection() {
			return this.entry.getConnection();
		}

		/**
		 * Gives the connection back.
		 * @param reusable whether another call may be made over it
		 */
		void giveBack(boolean reusable) {
			if (reusable) {
				this.entry.updateExpiry(KEPT);
			}
			else {
				// Not in good order, so the other end might let us wait
				this.entry.discardConnection(CloseMode.IMMEDIATE);
			}
			ApiConnections.this.pool.release(this.entry, reusable);
			tidy();
		}

	}

}
