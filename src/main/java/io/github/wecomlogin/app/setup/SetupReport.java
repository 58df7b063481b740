package io.github.wecomlogin.app.setup;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

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
 * @param address the address that WeCom saw and does not trust, or {@code null}
 * @param findings the findings, in the order of the checks
 */
record SetupReport(ShownTime time, String duration, int apiCalls, long problems, @Nullable String address,
		List<ShownFinding> findings) {

	private static final Pattern ADDRESS = Pattern
		.compile("(?<![\\w.:])(?:\\d{1,3}(?:\\.\\d{1,3}){3}|(?=[^:]*:[^:]*:)[\\da-fA-F:.]*[\\da-fA-F])(?![\\w.:])");

	static SetupReport of(DoctorReport report, boolean severalRegistrations, Locale locale) {
		List<Finding> findings = report.findings();
		return new SetupReport(new ShownTime(report.time()), ShownFinding.text(report.duration()), report.apiCalls(),
				findings.stream().filter((finding) -> finding.status() == Finding.Status.FAILED).count(),
				address(findings),
				findings.stream().map((finding) -> ShownFinding.of(finding, severalRegistrations, locale)).toList());
	}

	private static @Nullable String address(List<Finding> findings) {
		return findings.stream()
			.filter((finding) -> finding.check().equals("trusted_ip"))
			.flatMap((finding) -> ADDRESS.matcher(finding.text().english()).results())
			.map(MatchResult::group)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns the findings to read: those that need something to be done, and the named
	 * member.
	 */
	public List<ShownFinding> first() {
		return this.findings.stream().filter(SetupReport::isFirst).toList();
	}

	/**
	 * Returns the other findings.
	 */
	public List<ShownFinding> others() {
		return this.findings.stream().filter((finding) -> !isFirst(finding)).toList();
	}

	private static boolean isFirst(ShownFinding finding) {
		return finding.open() || finding.check().equals("member");
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
