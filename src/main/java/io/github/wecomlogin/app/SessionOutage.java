package io.github.wecomlogin.app;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Whether sessions can be reached, as the requests so far have found. Says each change
 * once, and not again and again where some requests go well and others do not.
 */
final class SessionOutage {

	private static final Log logger = LogFactory.getLog(SessionOutage.class);

	private static final long QUIET_NANOS = Duration.ofSeconds(2).toNanos();

	private final AtomicBoolean lasts = new AtomicBoolean();

	private volatile long lastFailure;

	void begin(Throwable failure) {
		this.lastFailure = System.nanoTime();
		if (this.lasts.compareAndSet(false, true)) {
			logger.warn("The sessions in Redis cannot be reached (" + failure.getClass().getSimpleName()
					+ "): whoever has one gets 503 until they can | 无法访问 Redis 中的会话，恢复之前已登录的成员将收到 503");
		}
	}

	void end() {
		if (lasts() && System.nanoTime() - this.lastFailure > QUIET_NANOS && this.lasts.compareAndSet(true, false)) {
			logger.info("The sessions in Redis can be reached again | 已恢复访问 Redis 中的会话");
		}
	}

	boolean lasts() {
		return this.lasts.get();
	}

}
