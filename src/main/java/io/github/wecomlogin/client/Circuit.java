package io.github.wecomlogin.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Circuit breaker for calls to WeCom. Opens after 10 consecutive calls without a usable
 * answer, so that sign-ins fail fast. While it is open, one call is allowed as a probe:
 * first after 5 seconds, then after delays doubled up to 30 seconds. Uses no threads.
 */
final class Circuit {

	/**
	 * Consecutive failures that open the circuit.
	 */
	static final int FAILURE_THRESHOLD = 10;

	/**
	 * Delay of the first probe, doubled after each failed one.
	 */
	static final Duration INITIAL_DELAY = Duration.ofSeconds(5);

	/**
	 * Maximum delay between two probes.
	 */
	static final Duration MAX_DELAY = Duration.ofSeconds(30);

	/**
	 * Time after which another probe is allowed although the last one has not ended.
	 */
	static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

	// Jitter, to keep nodes from probing in lockstep
	private static final int JITTER_DIVISOR = 5;

	private static final Log logger = LogFactory.getLog(Circuit.class);

	private final String application;

	private final LongSupplier nanoTime;

	private int failures;

	private boolean open;

	private long callableAt;

	private int failedProbes;

	private @Nullable Permit probe;

	private WeComError lastFailure = WeComError.UNREACHABLE;

	/**
	 * Creates a closed circuit.
	 * @param application the application's name, for the log
	 * @param nanoTime the time source, in nanoseconds
	 */
	Circuit(String application, LongSupplier nanoTime) {
		this.application = application;
		this.nanoTime = nanoTime;
	}

	/**
	 * Permits or rejects a call. Callers must close the permit.
	 * @param endpoint the path called
	 * @return the permit
	 * @throws WeComApiException {@link WeComError#CIRCUIT_OPEN} if the call is rejected
	 */
	synchronized Permit acquire(String endpoint) {
		Permit permit = new Permit(this.nanoTime.getAsLong(), this.open);
		if (permit.probes) {
			if (!mayProbe(permit.since)) {
				throw new WeComApiException(endpoint, WeComError.CIRCUIT_OPEN, this.lastFailure.toString());
			}
			this.probe = permit;
		}
		return permit;
	}

	private boolean mayProbe(long now) {
		// A probe that takes long may be reading a large list
		boolean turn = this.probe == null || now - this.probe.since >= PROBE_TIMEOUT.toNanos();
		return turn && now - this.callableAt >= 0;
	}

	synchronized ClientState.Circuit state() {
		if (!this.open) {
			return ClientState.Circuit.CLOSED;
		}
		boolean probing = this.probe != null || mayProbe(this.nanoTime.getAsLong());
		return probing ? ClientState.Circuit.HALF_OPEN : ClientState.Circuit.OPEN;
	}

	private synchronized void answered() {
		this.failures = 0;
		if (this.open) {
			this.open = false;
			this.probe = null;
			this.failedProbes = 0;
			logger.info(Texts.OPERATORS.inBoth("client.circuit-closed", this.application));
		}
	}

	private synchronized void failed(Permit permit, WeComError error) {
		this.lastFailure = error;
		if (!this.open) {
			this.failures++;
			if (this.failures >= FAILURE_THRESHOLD) {
				this.open = true;
				pause(INITIAL_DELAY);
				logger.warn(Texts.OPERATORS.inBoth("client.circuit-open", FAILURE_THRESHOLD, this.application, error));
			}
		}
		else if (permit.probes) {
			// Even if another probe has begun: a call that hangs takes as long as
			// PROBE_TIMEOUT
			abandoned(permit);
			this.failedProbes++;
			pause(INITIAL_DELAY.multipliedBy(1L << Math.min(this.failedProbes, 3)));
		}
	}

	private void pause(Duration pause) {
		long nanos = pause.toNanos();
		long jittered = nanos + ThreadLocalRandom.current().nextLong(nanos / JITTER_DIVISOR + 1);
		this.callableAt = this.nanoTime.getAsLong() + Math.min(jittered, MAX_DELAY.toNanos());
	}

	private synchronized void abandoned(Permit permit) {
		if (this.probe == permit) {
			// Inconclusive: the next call may probe
			this.probe = null;
		}
	}

	/**
	 * Permission for one call. If it is closed without an outcome, the call is not
	 * counted.
	 */
	final class Permit implements AutoCloseable {

		private final long since;

		private final boolean probes;

		private Permit(long since, boolean probes) {
			this.since = since;
			this.probes = probes;
		}

		/**
		 * Records an answer, which may be a refusal.
		 */
		void answered() {
			Circuit.this.answered();
		}

		/**
		 * Records that there was no usable answer.
		 */
		void failed(WeComError error) {
			Circuit.this.failed(this, error);
		}

		@Override
		public void close() {
			abandoned(this);
		}

	}

}
