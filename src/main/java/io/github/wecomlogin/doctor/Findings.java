package io.github.wecomlogin.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.wecomlogin.client.WeComApiException;
import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Collects the findings of an examination. The duration of a finding is the time since
 * the previous one. Not safe for concurrent use.
 */
final class Findings {

	private static final Texts TEXTS = new Texts(Findings.class, "findings");

	private final List<Finding> findings = new ArrayList<>();

	private final @Nullable String registrationId;

	private long since = System.nanoTime();

	/**
	 * Creates a collection.
	 * @param registrationId the registration that is examined, or {@code null}
	 */
	Findings(@Nullable String registrationId) {
		this.registrationId = registrationId;
	}

	List<Finding> all() {
		return this.findings;
	}

	void ok(Check check, String outcome, Object... arguments) {
		ok(check, check.text(outcome, arguments));
	}

	void ok(Check check, LocalizedText text) {
		add(check, Finding.Status.OK, false, text, null);
	}

	/**
	 * Adds a warning, with the remedy of the outcome if there is one.
	 */
	void warn(Check check, String outcome, Object... arguments) {
		warn(check, check.text(outcome, arguments), check.remedy(outcome, arguments));
	}

	void warn(Check check, LocalizedText text, @Nullable LocalizedText remedy) {
		add(check, Finding.Status.WARNING, false, text, remedy);
	}

	/**
	 * Adds a failure, with the remedy of the outcome if there is one.
	 */
	void fail(Check check, String outcome, Object... arguments) {
		fail(check, false, check.text(outcome, arguments), check.remedy(outcome, arguments));
	}

	void fail(Check check, boolean blocking, LocalizedText text, @Nullable LocalizedText remedy) {
		add(check, Finding.Status.FAILED, blocking, text, remedy);
	}

	/**
	 * Adds the failure of an API call, explained by its error.
	 */
	void fail(Check check, boolean blocking, WeComApiException ex) {
		fail(check, blocking, text(ex), ex.getRemedy());
	}

	/**
	 * Returns the meaning of an error, with its code and what it is about.
	 */
	static LocalizedText text(WeComApiException ex) {
		LocalizedText detail = (ex.getDetail() != null)
				? TEXTS.both("of-address", ex.getError(), FailureReason.of(ex.getDetail()))
				: new LocalizedText(ex.getError().toString(), ex.getError().toString());
		return ex.getMeaning().and(TEXTS.both("detail", detail));
	}

	/**
	 * Adds a check that is not performed.
	 */
	void skip(Check check, String outcome) {
		add(check, Finding.Status.SKIPPED, false, check.text(outcome), null);
	}

	/**
	 * Adds checks that are not performed because another one has failed, except for those
	 * that have been reported.
	 */
	void skip(Check cause, List<Check> checks) {
		LocalizedText text = TEXTS.both("skipped", cause.text("title"));
		checks.stream()
			.filter((check) -> this.findings.stream().noneMatch((finding) -> finding.check().equals(check.id())))
			.forEach((check) -> add(check, Finding.Status.SKIPPED, false, text, null));
	}

	/**
	 * Removes what was found by a check, which is reported again.
	 */
	void remove(Check check) {
		this.findings.removeIf((finding) -> finding.check().equals(check.id()));
	}

	private void add(Check check, Finding.Status status, boolean blocking, LocalizedText text,
			@Nullable LocalizedText remedy) {
		long now = System.nanoTime();
		Duration duration = Duration.ofNanos(now - this.since);
		this.since = now;
		this.findings.add(new Finding(check.id(), this.registrationId, status, blocking, duration, check.text("title"),
				text, remedy, check.document()));
	}

}
