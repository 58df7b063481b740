package io.github.wecomlogin.app.doctor;

import java.util.Locale;

import io.github.wecomlogin.doctor.DoctorReport;
import io.github.wecomlogin.doctor.Finding;

/**
 * Report for people: one paragraph per finding, with a summary at the end.
 */
final class TextReport {

	private static final String INDENT = "    ";

	private TextReport() {
	}

	static String of(DoctorReport report, Locale locale) {
		StringBuilder text = new StringBuilder();
		report.findings().forEach((finding) -> append(finding, locale, text));
		text.append(CommandTexts.in(locale, "summary", count(report, Finding.Status.FAILED),
				count(report, Finding.Status.WARNING), report.apiCalls(), report.duration().toMillis()));
		return text.append(System.lineSeparator()).toString();
	}

	private static long count(DoctorReport report, Finding.Status status) {
		return report.findings().stream().filter((finding) -> finding.status() == status).count();
	}

	private static void append(Finding finding, Locale locale, StringBuilder text) {
		text.append('[').append(CommandTexts.in(locale, finding.status().code())).append("] ");
		text.append(finding.title().in(locale)).append(" (").append(finding.check());
		if (finding.registrationId() != null) {
			text.append(", ").append(finding.registrationId());
		}
		text.append(", ").append(finding.duration().toMillis()).append(" ms)").append(System.lineSeparator());
		appendLine(finding.text().in(locale), text);
		if (finding.remedy() != null) {
			appendLine("-> " + finding.remedy().in(locale), text);
			if (finding.document() != null) {
				appendLine("-> " + finding.document(), text);
			}
		}
	}

	private static void appendLine(String line, StringBuilder text) {
		text.append(INDENT).append(line).append(System.lineSeparator());
	}

}
