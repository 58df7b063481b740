package io.github.wecomlogin.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs that entries of a list in an answer could not be read and were skipped, at most
 * once per list and {@link #QUIET_PERIOD}.
 */
final class SkippedEntries {

	static final Duration QUIET_PERIOD = Duration.ofDays(1);

	private static final Log logger = LogFactory.getLog(SkippedEntries.class);

	private final ConcurrentMap<String, Instant> quietUntil = new ConcurrentHashMap<>();

	private final String application;

	private final Clock clock;

	SkippedEntries(String application, Clock clock) {
		this.application = application;
		this.clock = clock;
	}

	/**
	 * Logs the number of skipped entries, if any. The entries themselves may contain
	 * personal data.
	 */
	void report(String endpoint, String list, int skipped) {
		if (skipped == 0) {
			return;
		}
		Instant now = this.clock.instant();
		Instant end = now.plus(QUIET_PERIOD);
		Instant kept = this.quietUntil.compute(endpoint + " " + list,
				(key, until) -> (until != null && now.isBefore(until)) ? until : end);
		if (kept == end) {
			logger.warn("The answer of " + endpoint + " to " + this.application + " has entries in '" + list
					+ "' that cannot be read (" + skipped + "). They are skipped; this is logged once a day. "
					+ "应答中有无法识别的条目，已跳过（每天仅记录一次）。");
		}
	}

}
