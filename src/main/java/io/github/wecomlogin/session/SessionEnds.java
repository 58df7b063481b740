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
 * Tells administrators and listeners of each session that ended.
 */
final class SessionEnds {

	private static final Log logger = LogFactory.getLog(SessionEnds.class);

	// More than people cause, and little enough for any log
	private static final int LINES = 100;

	private static final Duration TOLD_ONCE_IN = Duration.ofMinutes(1);

	private static final int MAX_TOLD = 10_000;

	private final LogThrottle throttle = new LogThrottle(LINES, Ticker.systemTicker());

	/**
	 * Requests that come at once may all find the same session ended.
	 */
	private final Map<String, Boolean> told = Caffeine.newBuilder()
		.executor(Runnable::run)
		.expireAfterWrite(TOLD_ONCE_IN)
		.maximumSize(MAX_TOLD)
		.<String, Boolean>build()
		.asMap();

	private final ApplicationEventPublisher events;

	SessionEnds(ApplicationEventPublisher events) {
		this.events = events;
	}

	void tell(String sessionId, Authentication authentication, WeComUser user, WeComRefusal reason) {
		if (this.told.putIfAbsent(sessionId, true) != null) {
			return;
		}
		long leftOut = this.throttle.next();
		if (leftOut >= 0) {
			logger.info("A session ended: " + reason.code() + " (registration '" + user.getRegistrationId() + "')."
					+ ((leftOut > 0) ? " (" + leftOut + " more since the last such line 另有 " + leftOut + " 次未逐条记录)"
							: ""));
		}
		this.events.publishEvent(new WeComSessionEndedEvent(authentication, user, reason));
	}

}
