package io.github.wecomlogin.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Remembers which endpoints have been called too often (45009). Limits are per endpoint,
 * and the shortest window is a minute (D/90312), so that endpoint is left alone for a
 * minute; if the window was a longer one, one call a minute finds that out.
 */
final class ExceededLimits {

	static final int EXCEEDED = 45009;

	static final Duration WINDOW = Duration.ofMinutes(1);

	private static final Log logger = LogFactory.getLog(ExceededLimits.class);

	private final ConcurrentMap<String, Instant> callableFrom = new ConcurrentHashMap<>();

	private final String application;

	private final Clock clock;

	ExceededLimits(String application, Clock clock) {
		this.application = application;
		this.clock = clock;
	}

	/**
	 * Refuses a call whose limit has been exceeded.
	 */
	void check(String endpoint) {
		Instant from = this.callableFrom.get(endpoint);
		if (from != null && this.clock.instant().isBefore(from)) {
			throw new WeComApiException(endpoint, WeComError.of(EXCEEDED), null);
		}
	}

	/**
	 * Remembers a failure if it is about a limit, and tells the administrator once.
	 */
	void remember(WeComApiException failure) {
		Integer code = failure.getError().code();
		if (code == null || code != EXCEEDED) {
			return;
		}
		Instant now = this.clock.instant();
		Instant end = now.plus(WINDOW);
		Instant kept = this.callableFrom.compute(failure.getEndpoint(),
				(endpoint, from) -> (from != null && now.isBefore(from)) ? from : end);
		if (kept == end) {
			logger.error("WeCom limits the calls of " + this.application + ". " + failure.getEndpoint()
					+ " is not called for one minute. 企业微信限制了该应用的接口调用，一分钟内不再调用此接口。 " + failure.getMessage());
		}
	}

}
