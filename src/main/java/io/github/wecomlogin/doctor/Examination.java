package io.github.wecomlogin.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.wecomlogin.client.WeComRestClientCustomizer;
import io.github.wecomlogin.registration.WeComRegistration;
import org.jspecify.annotations.Nullable;

/**
 * One examination of a set-up. A check that depends on a failed one is skipped.
 */
final class Examination {

	/**
	 * Difference of clocks above which callbacks are refused soon, whose limit is 10
	 * minutes.
	 */
	private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofMinutes(5);

	private static final Duration NOTABLE_CLOCK_DIFFERENCE = Duration.ofSeconds(30);

	private final List<Finding> findings = new ArrayList<>();

	private final SetUp setUp;

	private final List<WeComRestClientCustomizer> customizers;

	private final Clock clock;

	private final ApiMeter meter;

	Examination(SetUp setUp, List<WeComRestClientCustomizer> customizers, Clock clock) {
		this.setUp = setUp;
		this.clock = clock;
		this.meter = new ApiMeter(clock);
		this.customizers = new ArrayList<>(customizers);
		// After the others, to count what is sent
		this.customizers.add((builder) -> builder.requestInterceptor(this.meter));
	}

	DoctorReport run(@Nullable String userId) {
		Instant time = this.clock.instant();
		long begun = System.nanoTime();
		checkProperties();
		if (this.setUp.http() != null && this.setUp.endpoints() != null) {
			Findings pages = new Findings(null);
			new PageChecks(this.setUp.http(), pages).check(this.setUp.endpoints());
			this.findings.addAll(pages.all());
		}
		for (WeComRegistration registration : this.setUp.registrations()) {
			this.findings.addAll(check(registration, userId));
		}
		for (String registrationId : this.setUp.unusable()) {
			Findings skipped = new Findings(registrationId);
			skipped.skip(Check.PROPERTIES, ApplicationChecks.all(userId));
			this.findings.addAll(skipped.all());
		}
		checkClock();
		Findings site = new Findings(null);
		new SiteChecks(this.setUp, site, this.clock).check();
		new StoreCheck(site).check(this.setUp.store());
		this.findings.addAll(site.all());
		return new DoctorReport(time, Duration.ofNanos(System.nanoTime() - begun), this.meter.calls(), this.findings);
	}

	private void checkProperties() {
		Findings properties = new Findings(null);
		boolean blocking = !this.setUp.unusable().isEmpty() || this.setUp.http() == null;
		this.setUp.problems()
			.forEach((problem) -> properties.fail(Check.PROPERTIES, blocking,
					Check.PROPERTIES.text("invalid", problem.description()), problem.remedy()));
		if (this.setUp.problems().isEmpty()) {
			properties.ok(Check.PROPERTIES, "ok");
		}
		this.findings.addAll(properties.all());
	}

	private List<Finding> check(WeComRegistration registration, @Nullable String userId) {
		Findings found = new Findings(registration.registrationId());
		if (this.setUp.http() == null) {
			found.skip(Check.PROPERTIES, ApplicationChecks.all(userId));
			return found.all();
		}
		try (ApplicationChecks checks = new ApplicationChecks(registration, this.setUp.http(), this.customizers, found,
				this.clock, userId)) {
			checks.check(this.setUp.baseUrl(), this.setUp.incompleteRules().contains(registration.registrationId()));
		}
		return found.all();
	}

	private void checkClock() {
		Findings found = new Findings(null);
		Duration difference = this.meter.clockDifference();
		if (difference == null) {
			found.skip(Check.CLOCK, "unknown");
		}
		else if (difference.abs().compareTo(MAX_CLOCK_DIFFERENCE) > 0) {
			found.fail(Check.CLOCK, "wrong", difference.toSeconds());
		}
		else if (difference.abs().compareTo(NOTABLE_CLOCK_DIFFERENCE) > 0) {
			found.warn(Check.CLOCK, "wrong", difference.toSeconds());
		}
		else {
			found.ok(Check.CLOCK, "ok");
		}
		this.findings.addAll(found.all());
	}

}
