package io.github.wecomlogin.web;

import java.util.EnumMap;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.authentication.WeComCallback;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.util.LogThrottle;
import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs each refusal in one line for the administrator. Rate-limited: of a flood, the
 * first lines are written and the rest is counted; at DEBUG all are written. The
 * reference of a suppressed line is in the event and in the audit trail.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class RefusalLog {

	private static final Log logger = LogFactory.getLog(RefusalLog.class);

	// More than people cause, and little enough for any log
	private static final int LINES = 100;

	private final Map<WeComRefusal, LogThrottle> throttles = new EnumMap<>(WeComRefusal.class);

	public RefusalLog(Ticker ticker) {
		for (WeComRefusal refusal : WeComRefusal.values()) {
			// Those who are told to try again later do so, and need no line each
			this.throttles.put(refusal, new LogThrottle((refusal == WeComRefusal.BUSY) ? 1 : LINES, ticker));
		}
	}

	public void write(@Nullable WeComCallback callback, WeComRefusalException ex) {
		WeComRefusal refusal = ex.getRefusal();
		LogThrottle throttle = this.throttles.get(refusal);
		long leftOut = (throttle != null) ? throttle.next() : 0;
		if (leftOut < 0) {
			if (logger.isDebugEnabled()) {
				logger.debug(line(callback, ex));
			}
			return;
		}
		String line = line(callback, ex) + LogThrottle.remark(leftOut);
		switch (refusal) {
			case MISCONFIGURED -> logger.error(line);
			case WECOM_UNAVAILABLE, BUSY -> logger.warn(line);
			default -> logger.info(line);
		}
	}

	private static String line(@Nullable WeComCallback callback, WeComRefusalException ex) {
		WeComRefusal refusal = ex.getRefusal();
		StringBuilder line = new StringBuilder("Sign-in refused: ").append(refusal.code());
		if (callback != null) {
			line.append(" (registration '").append(callback.registration().registrationId()).append('\'');
			if (callback.way() != null) {
				line.append(", ").append(callback.way());
			}
			line.append(')');
		}
		line.append(", reference ").append(ex.getReference());
		line.append(". ").append(refusal.explanation());
		if (callback != null && callback.isRepeat()) {
			line.append(' ').append(Texts.OPERATORS.inBoth("web.repeated-callback"));
		}
		String explanation = ex.getExplanation();
		if (explanation != null) {
			line.append(' ').append(explanation);
		}
		return line.toString();
	}

}
