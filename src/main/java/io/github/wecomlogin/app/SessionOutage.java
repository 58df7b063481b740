package io.github.wecomlogin.app;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Whether sessions can be reached, as the requests so far have found. Says each change
 * once.
 */
final class SessionOutage {

	private static final Log logger = LogFactory.getLog(SessionOutage.class);

	private final AtomicBoolean lasts = new AtomicBoolean();

	void begin(Throwable failure) {
		if (this.lasts.compareAndSet(false, true)) {
			logger.warn("The sessions in Redis cannot be reached (" + failure.getClass().getSimpleName()
					+ "): whoever has one gets 503 until they can | 无法访问 Redis 中的会话，恢复之前已登录的成员将收到 503");
		}
	}

	void end() {
		if (this.lasts.compareAndSet(true, false)) {
			logger.info("The sessions in Redis can be reached again | 已恢复访问 Redis 中的会话");
		}
	}

	boolean lasts() {
		return this.lasts.get();
	}

}
