package io.github.wecomlogin.app.setup;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.github.wecomlogin.app.member.ShownTime;
import io.github.wecomlogin.doctor.DoctorReport;
import io.github.wecomlogin.doctor.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Holds the findings of the checks for display.
 *
 * @param time the time of the checks
 * @param duration how long they took
 * @param apiCalls the number of API calls
 * @param problems the number of failed checks
 * @param findings the findings, in the order of the checks
 */
record SetupReport(ShownTime time, String duration, int apiCalls, long problems, List<ShownFinding> findings) {

	static SetupReport of(DoctorReport report, boolean severalRegistrations, Locale locale) {
		return new SetupReport(new ShownTime(report.time()), ShownFinding.text(report.duration()), report.apiCalls(),
				report.findings().stream().filter((finding) -> finding.status() == Finding.Status.FAILED).count(),
				report.findings()
					.stream()
					.map((finding) -> ShownFinding.of(finding, severalRegistrations, locale))
					.toList());
	}

	/**
	 * Returns the most severe finding of a check.
	 * @return the finding, or {@code null} if there is none
	 */
	public @Nullable ShownFinding worst(String check) {
		return this.findings.stream()
			.filter((finding) -> finding.check().equals(check))
			.max(Comparator.comparing(ShownFinding::status))
			.orElse(null);
	}

}
