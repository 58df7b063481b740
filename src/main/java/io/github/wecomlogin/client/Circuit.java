package io.github.wecomlogin.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Stops calling WeCom after several calls in a row got no usable answer, and lets one
 * call through from time to time to see whether there is one again. So that a WeCom which
 * hangs costs a sign-in nothing but a clear answer. Has no threads of its own.
 */
final class Circuit {

	/**
	 * After how many calls in a row without an answer it opens.
	 */
	static final int FAILURES = 10;

	/**
	 * How long it is open at least. Twice as long after each failed probe.
	 */
	static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

	/**
	 * How long it is open at most between two probes.
	 */
	static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

	/**
	 * How long others wait for a probe before one of them is the next.
	 */
	static final Duration PROBE_PATIENCE = Duration.ofSeconds(5);

	// Added at random, so that nodes do not probe all at once
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
	 * @param nanoTime the time that goes by, in nanoseconds
	 */
	Circuit(String application, LongSupplier nanoTime) {
		this.application = application;
		this.nanoTime = nanoTime;
	}

	/**
	 * Lets a call pass, or not. Whoever gets a permit closes it, whatever happens.
	 * @param endpoint what is called
	 * @return the permit
	 * @throws WeComApiException {@link WeComError#CIRCUIT_OPEN} if the call must not be
	 * made
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
		// It may be the reading of a long list
		boolean turn = this.probe == null || now - this.probe.since >= PROBE_PATIENCE.toNanos();
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
			logger.info("WeCom answers " + this.application + " again. 企业微信已恢复应答。");
		}
	}

	private synchronized void failed(Permit permit, WeComError error) {
		this.lastFailure = error;
		if (!this.open) {
			this.failures++;
			if (this.failures >= FAILURES) {
				this.open = true;
				pause(FIRST_PAUSE);
				logger.warn("WeCom gave no usable answer to the last " + FAILURES + " calls of " + this.application
						+ " (" + error + "), so it is called only from time to time until it answers. 连续 " + FAILURES
						+ " 次调用企业微信未得到有效应答，在其恢复之前只会间隔试探。");
			}
		}
		else if (permit.probes) {
			// Also if another one is under way meanwhile: a call that hangs takes just as
			// long as others wait for it
			abandoned(permit);
			this.failedProbes++;
			pause(FIRST_PAUSE.multipliedBy(1L << Math.min(this.failedProbes, 3)));
		}
	}

	private void pause(Duration pause) {
		long nanos = pause.toNanos();
		long jittered = nanos + ThreadLocalRandom.current().nextLong(nanos / JITTER_DIVISOR + 1);
		this.callableAt = this.nanoTime.getAsLong() + Math.min(jittered, LONGEST_PAUSE.toNanos());
	}

	private synchronized void abandoned(Permit permit) {
		if (this.probe == permit) {
			// It has shown nothing, so the next call may
			this.probe = null;
		}
	}

	/**
	 * The right to make one call. If nothing is said about its outcome before it is
	 * closed, the call counts neither way.
	 */
	final class Permit implements AutoCloseable {

		private final long since;

		private final boolean probes;

		private Permit(long since, boolean probes) {
			this.since = since;
			this.probes = probes;
		}

		/**
		 * There was an answer, be it a refusal.
		 */
		void answered() {
			Circuit.this.answered();
		}

		/**
		 * There was none.
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
