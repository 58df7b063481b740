package io.github.wecomlogin.app;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tracks whether the session store is reachable, as observed by requests. Logs each
 * change once; an outage ends with a request that succeeds at least two seconds after the
 * last failure, so that mixed results do not log repeatedly.
 */
final class SessionOutage {

	private static final Log logger = LogFactory.getLog(SessionOutage.class);

	private static final long QUIET_NANOS = Duration.ofSeconds(2).toNanos();

	private final AtomicBoolean lasts = new AtomicBoolean();

	private volatile long lastFailure;

	void begin(Throwable failure) {
		this.lastFailure = System.nanoTime();
		if (this.lasts.compareAndSet(false, true)) {
			logger.warn(OperatorTexts.TEXTS.inBoth("sessions.unavailable", failure.getClass().getSimpleName()));
		}
	}

	void end() {
		if (lasts() && System.nanoTime() - this.lastFailure > QUIET_NANOS && this.lasts.compareAndSet(true, false)) {
			logger.info(OperatorTexts.TEXTS.inBoth("sessions.available"));
		}
	}

	boolean lasts() {
		return this.lasts.get();
	}

}
