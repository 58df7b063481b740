package io.github.wecomlogin.app.setup;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.doctor.DoctorReport;
import io.github.wecomlogin.doctor.WeComDoctor;
import org.jspecify.annotations.Nullable;

/**
 * Runs the checks for all visitors of {@code /setup} on this node: one at a time and at
 * most one per {@link #INTERVAL}, so that clicks do not add up to API calls. The last
 * report is kept.
 */
final class SetupChecks {

	/**
	 * Time after the end of a run before the next one; not less than {@link WeComDoctor}
	 * keeps a report.
	 */
	static final Duration INTERVAL = Duration.ofSeconds(15);

	private final WeComDoctor doctor;

	private final Ticker ticker;

	private final ReentrantLock running = new ReentrantLock();

	private long nextRun;

	private volatile @Nullable DoctorReport report;

	SetupChecks(WeComDoctor doctor, Ticker ticker) {
		this.doctor = doctor;
		this.ticker = ticker;
		this.nextRun = ticker.read();
	}

	/**
	 * Runs the checks.
	 * @param userId the member to check as well, or {@code null}
	 * @return {@code false} if they are running or ran just now, and were not repeated
	 */
	boolean run(@Nullable String userId) {
		if (!this.running.tryLock()) {
			return false;
		}
		try {
			if (this.ticker.read() - this.nextRun < 0) {
				return false;
			}
			examine(userId);
			return true;
		}
		finally {
			this.running.unlock();
		}
	}

	private void examine(@Nullable String userId) {
		try {
			this.report = this.doctor.examine(userId);
		}
		finally {
			this.nextRun = this.ticker.read() + INTERVAL.toNanos();
		}
	}

	/**
	 * Returns the last report, or {@code null} if the checks have not run yet.
	 */
	@Nullable DoctorReport report() {
		return this.report;
	}

}
