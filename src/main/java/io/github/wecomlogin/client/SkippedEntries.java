package io.github.wecomlogin.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.wecomlogin.util.Texts;
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
			logger.warn(Texts.OPERATORS.inBoth("client.entries-skipped", endpoint, this.application, list, skipped));
		}
	}

}
