package io.github.wecomlogin.store;

import java.time.Duration;

import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Circuit breaker for the shared store. While the store is down, one call per second is
 * allowed as a probe and all others fail fast; while it is read-only, the same applies to
 * writes. Logs each state change once.
 */
final class StoreAvailability {

	private static final Log logger = LogFactory.getLog(StoreAvailability.class);

	private static final long PROBE_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

	private boolean down;

	private boolean readOnly;

	private long nextProbe;

	private String problem = "";

	/**
	 * Allows the call, or fails fast.
	 * @throws SharedStoreException if the circuit is open and no probe is due
	 */
	synchronized void check(StoreOperation operation) {
		if (!this.down && !(this.readOnly && operation == StoreOperation.PUT)) {
			return;
		}
		long now = System.nanoTime();
		if (now - this.nextProbe < 0) {
			throw exception();
		}
		this.nextProbe = now + PROBE_INTERVAL_NANOS;
	}

	/**
	 * Whether the store accepted the latest reads and writes.
	 */
	synchronized boolean isAvailable() {
		return !this.down && !this.readOnly;
	}

	void succeeded(StoreOperation operation) {
		if (isBack(operation)) {
			logger.info(Texts.OPERATORS.inBoth("store.available"));
		}
	}

	private synchronized boolean isBack(StoreOperation operation) {
		boolean before = this.down || this.readOnly;
		this.down = false;
		this.readOnly = this.readOnly && operation != StoreOperation.PUT;
		return before && !this.readOnly;
	}

	/**
	 * Records that the store did not answer.
	 */
	SharedStoreException failed(String problem) {
		return failed(problem, false);
	}

	/**
	 * Records that the store rejects writes. Successful reads do not close the circuit
	 * for writes.
	 */
	SharedStoreException refusedToWrite(String problem) {
		return failed(problem, true);
	}

	private SharedStoreException failed(String problem, boolean answers) {
		if (isNew(problem, answers)) {
			logger.warn(Texts.OPERATORS.inBoth("store.unavailable", problem));
		}
		return exception();
	}

	private synchronized boolean isNew(String problem, boolean answers) {
		boolean before = this.down || this.readOnly;
		this.down = !answers;
		this.readOnly = this.readOnly || answers;
		this.problem = problem;
		this.nextProbe = System.nanoTime() + PROBE_INTERVAL_NANOS;
		return !before;
	}

	private synchronized SharedStoreException exception() {
		return new SharedStoreException("The shared store is not available: " + this.problem);
	}

}
