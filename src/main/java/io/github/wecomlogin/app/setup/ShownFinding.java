package io.github.wecomlogin.app.setup;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

import io.github.wecomlogin.doctor.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Holds a finding in the visitor's language.
 *
 * @param check the id of the check
 * @param status the outcome
 * @param title the subject of the check
 * @param registrationId the registration, or {@code null} if there is only one or the
 * check concerns all
 * @param text the outcome, as sentences
 * @param remedy what to do, or {@code null} if there is nothing to do
 * @param document the page of WeCom's documentation, or {@code null}
 * @param duration how long the check took, or {@code null} if it is not worth showing
 */
record ShownFinding(String check, Finding.Status status, String title, @Nullable String registrationId, String text,
		@Nullable String remedy, @Nullable URI document, @Nullable String duration) {

	private static final long MILLIS_PER_SECOND = 1000;

	static ShownFinding of(Finding finding, boolean severalRegistrations, Locale locale) {
		return new ShownFinding(finding.check(), finding.status(), finding.title().in(locale),
				severalRegistrations ? finding.registrationId() : null, finding.text().in(locale),
				(finding.remedy() != null) ? finding.remedy().in(locale) : null, finding.document(),
				(finding.duration().toMillis() > 0) ? text(finding.duration()) : null);
	}

	static String text(Duration duration) {
		long millis = duration.toMillis();
		return (millis < MILLIS_PER_SECOND) ? millis + " ms"
				: String.format(Locale.ROOT, "%.1f s", (double) millis / MILLIS_PER_SECOND);
	}

	/**
	 * Returns the message key of the status, which is also the class in the style sheet.
	 */
	public String code() {
		return this.status.code();
	}

	/**
	 * Whether there is something to do.
	 */
	public boolean open() {
		return this.status == Finding.Status.FAILED || this.status == Finding.Status.WARNING;
	}

	/**
	 * Shows no personal data: models end up in logs.
	 */
	@Override
	public String toString() {
		return "ShownFinding[" + this.check + "]";
	}

}
