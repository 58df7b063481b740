package io.github.wecomlogin.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
 * again for 15 seconds, because WeCom bans servers that keep asking for a token with a
 * wrong Secret (D/91039).
 */
public final class WeComDoctor {

	/**
	 * At most five calls of {@code gettoken} per minute with a refused Secret.
	 */
	private static final Duration RETENTION = Duration.ofSeconds(15);

	private final Supplier<SetUp> setUp;

	private final List<WeComRestClientCustomizer> customizers;

	private final Clock clock;

	private @Nullable Last last;

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
	 */
	public DoctorReport examine() {
		return examine(null);
	}

	/**
	 * Examines the set-up, and whether one member can sign in and with which roles. Takes
	 * one more API call per registration ({@code user/get}, D/90196).
	 * @param userId the member's id, in any case, or {@code null} for no member
	 * @return the report
	 */
	public synchronized DoctorReport examine(@Nullable String userId) {
		Last last = this.last;
		Instant now = this.clock.instant();
		if (last != null && Objects.equals(last.userId(), userId)
				&& Duration.between(last.report().time(), now).abs().compareTo(RETENTION) < 0) {
			return last.report();
		}
		DoctorReport report = new Examination(this.setUp.get(), this.customizers, this.clock).run(userId);
		this.last = new Last(userId, report);
		return report;
	}

	/**
	 * The last examination.
	 */
	private record Last(@Nullable String userId, DoctorReport report) {

	}

}
