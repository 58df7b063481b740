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
 * Blocks endpoints whose call limit is exceeded. Limits apply per endpoint, with windows
 * from a minute to a day (D/90312). An endpoint is blocked for one minute; if the window
 * is longer, the first call after it blocks the endpoint again.
 */
final class ExceededLimits {

	static final Duration WINDOW = Duration.ofMinutes(1);

	private static final Log logger = LogFactory.getLog(ExceededLimits.class);

	private final ConcurrentMap<String, Instant> blockedUntil = new ConcurrentHashMap<>();

	private final String application;

	private final Clock clock;

	ExceededLimits(String application, Clock clock) {
		this.application = application;
		this.clock = clock;
	}

	/**
	 * Rejects a call to a blocked endpoint.
	 */
	void check(String endpoint) {
		Instant from = this.blockedUntil.get(endpoint);
		if (from != null && this.clock.instant().isBefore(from)) {
			throw new WeComApiException(endpoint, WeComError.LIMIT_EXCEEDED, null);
		}
	}

	/**
	 * Blocks the endpoint if the failure is an exceeded limit, and logs that once per
	 * block.
	 */
	void remember(WeComApiException failure) {
		if (!failure.getError().equals(WeComError.LIMIT_EXCEEDED)) {
			return;
		}
		Instant now = this.clock.instant();
		Instant end = now.plus(WINDOW);
		Instant kept = this.blockedUntil.compute(failure.getEndpoint(),
				(endpoint, from) -> (from != null && now.isBefore(from)) ? from : end);
		if (kept == end) {
			logger.error(Texts.OPERATORS.inBoth("client.limit-exceeded", this.application, failure.getEndpoint()) + " "
					+ failure.getMessage());
		}
	}

}
