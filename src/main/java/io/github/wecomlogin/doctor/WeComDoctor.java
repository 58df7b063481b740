package io.github.wecomlogin.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.wecomlogin.client.WeComRestClientCustomizer;
import org.jspecify.annotations.Nullable;

/**
 * Examines a set-up: whether properties, network, the application in the WeCom console,
 * rules, the site's own address and the shared store fit together. Each finding has its
 * remedy in English and Chinese. A bean of this type is there for applications that want
 * to show the findings.
 * <p>
 * An examination takes a few seconds, longer if the network does not answer, and makes at
 * most nine API calls per registration, not counting repetitions after a temporary error.
 * It changes nothing in WeCom and does not use or replace the cached application token.
 * Safe for concurrent use: one examination runs at a time, and its report is returned
 * again for 15 seconds after its end if it is about the same member. A report of a
 * refused Secret is returned for all members, because WeCom bans servers that keep asking
 * for a token with a wrong Secret (D/91039).
 */
public final class WeComDoctor {

	/**
	 * At most five calls of {@code gettoken} per minute with a refused Secret.
	 */
	private static final Duration RETENTION = Duration.ofSeconds(15);

	/**
	 * How long to wait for an examination that is under way.
	 */
	private static final Duration MAX_WAIT = Duration.ofSeconds(30);

	private final Supplier<SetUp> setUp;

	private final List<WeComRestClientCustomizer> customizers;

	private final Clock clock;

	private final ReentrantLock running = new ReentrantLock();

	private volatile @Nullable Last last;

	/**
	 * Creates a doctor.
	 * @param setUp supplies what is configured, when it is examined
	 * @param customizers the customizers of the API client, in the order of application
	 * @param clock the clock of this node
	 */
	public WeComDoctor(Supplier<SetUp> setUp, List<WeComRestClientCustomizer> customizers, Clock clock) {
		this.setUp = setUp;
		this.customizers = List.copyOf(customizers);
		this.clock = clock;
	}

	/**
	 * Examines the set-up.
	 * @return the report
	 * @throws IllegalStateException if another examination does not end in time
	 */
	public DoctorReport examine() {
		return examine(null);
	}

	/**
	 * Examines the set-up, and whether one member can sign in and with which roles. Takes
	 * one more API call per registration ({@code user/get}, D/90196).
	 * @param userId the member's id, in any case, or {@code null} for no member
	 * @return the report
	 * @throws IllegalStateException if another examination does not end within 30
	 * seconds, or the thread is interrupted
	 */
	public DoctorReport examine(@Nullable String userId) {
		Last last = this.last;
		if (!this.running.tryLock()) {
			if (last != null && last.secretRefused()) {
				return last.report();
			}
			await();
		}
		try {
			last = this.last;
			if (last != null && last.answers(userId, this.clock.instant())) {
				return last.report();
			}
			DoctorReport report = new Examination(this.setUp.get(), this.customizers, this.clock).run(userId);
			this.last = new Last(userId, report, this.clock.instant());
			return report;
		}
		finally {
			this.running.unlock();
		}
	}

	private void await() {
		try {
			if (!this.running.tryLock(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new IllegalStateException("Another examination has not ended within " + MAX_WAIT);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The wait for another examination was interrupted", ex);
		}
	}

	/**
	 * The last examination.
	 */
	private record Last(@Nullable String userId, DoctorReport report, Instant end) {

		/**
		 * Whether the report is recent, and about the same member or a refused Secret.
		 */
		boolean answers(@Nullable String userId, Instant now) {
			return Duration.between(this.end, now).abs().compareTo(RETENTION) < 0
					&& (secretRefused() || Objects.equals(this.userId, userId));
		}

		boolean secretRefused() {
			return this.report.findings()
				.stream()
				.anyMatch((finding) -> finding.check().equals(Check.SECRET.id())
						&& finding.status() == Finding.Status.FAILED);
		}

	}

}
