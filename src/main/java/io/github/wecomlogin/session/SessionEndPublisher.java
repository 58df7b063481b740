package io.github.wecomlogin.session;

import java.time.Duration;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.LogThrottle;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.Authentication;

/**
 * Logs each ended session and publishes a {@link WeComSessionEndedEvent}. Concurrent
 * requests may detect the end of the same session; it is reported once per minute.
 */
final class SessionEndPublisher {

	private static final Log logger = LogFactory.getLog(SessionEndPublisher.class);

	// Maximum log lines per 10 seconds
	private static final int LOG_LINES = 100;

	private static final Duration DEDUPLICATION_WINDOW = Duration.ofMinutes(1);

	private static final int MAX_ENTRIES = 10_000;

	private final LogThrottle throttle = new LogThrottle(LOG_LINES, Ticker.systemTicker());

	/**
	 * Sessions reported within the last minute.
	 */
	private final Map<String, Boolean> reported = Caffeine.newBuilder()
		.executor(Runnable::run)
		.expireAfterWrite(DEDUPLICATION_WINDOW)
		.maximumSize(MAX_ENTRIES)
		.<String, Boolean>build()
		.asMap();

	private final ApplicationEventPublisher events;

	SessionEndPublisher(ApplicationEventPublisher events) {
		this.events = events;
	}

	void publish(String sessionId, Authentication authentication, WeComUser user, WeComRefusal reason) {
		if (this.reported.putIfAbsent(sessionId, true) != null) {
			return;
		}
		long leftOut = this.throttle.next();
		if (leftOut >= 0) {
			logger.info("A session ended: " + reason.code() + " (registration '" + user.getRegistrationId() + "')."
					+ LogThrottle.remark(leftOut));
		}
		this.events.publishEvent(new WeComSessionEndedEvent(authentication, user, reason));
	}

}
