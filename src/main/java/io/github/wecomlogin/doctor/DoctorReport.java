package io.github.wecomlogin.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Result of examining a set-up.
 *
 * @param time when the examination began
 * @param duration how long it took
 * @param apiCalls the number of calls of the WeCom server API, with repetitions
 * @param findings the findings, in the order of the checks
 */
public record DoctorReport(Instant time, Duration duration, int apiCalls, List<Finding> findings) {

	/**
	 * Creates a report.
	 * @param time when the examination began
	 * @param duration how long it took
	 * @param apiCalls the number of API calls
	 * @param findings the findings
	 */
	public DoctorReport {
		findings = List.copyOf(findings);
	}

	/**
	 * Returns the most severe status.
	 * @return {@link Finding.Status#FAILED} if a check failed, else
	 * {@link Finding.Status#WARNING} if there is a warning, else
	 * {@link Finding.Status#OK}
	 */
	public Finding.Status status() {
		Finding.Status worst = Finding.Status.OK;
		for (Finding finding : this.findings) {
			if (finding.status().compareTo(Finding.Status.SKIPPED) > 0 && finding.status().compareTo(worst) > 0) {
				worst = finding.status();
			}
		}
		return worst;
	}

}
