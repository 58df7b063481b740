package io.github.wecomlogin.authentication;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.refusal.ExplainedException;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.WeComSignInDetails;
import io.github.wecomlogin.util.LogThrottle;
import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes a {@link WeComSignInRefusedEvent} for each refused sign-in. A failing
 * listener is logged and does not change the answer.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class RefusedSignIns {

	private static final Log logger = LogFactory.getLog(RefusedSignIns.class);

	private final ApplicationEventPublisher events;

	private final LogThrottle failures = new LogThrottle(1, Ticker.systemTicker());

	public RefusedSignIns(ApplicationEventPublisher events) {
		this.events = events;
	}

	/**
	 * Publishes the event.
	 * @param userId the user id as WeCom returned it, or {@code null} if it is not known
	 * @param details the details of the sign-in
	 * @param refusal the refusal
	 */
	public void publish(@Nullable String userId, WeComSignInDetails details, WeComRefusalException refusal) {
		try {
			this.events.publishEvent(new WeComSignInRefusedEvent(new RefusedAuthentication(userId, details), refusal));
		}
		catch (RuntimeException ex) {
			if (this.failures.next() >= 0) {
				logger.error(
						ExplainedException.of(Texts.OPERATORS.both("refusal.listener", "WeComSignInRefusedEvent"), ex)
							.getMessage());
			}
		}
	}

}
