package io.github.wecomlogin.store;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Whether the shared store answers. While it does not, one caller a second is let through
 * to find out, and all others are spared the wait; while it can only be read, that goes
 * for those who want to put something there. Said once when it goes and once when it is
 * back.
 */
final class StoreAvailability {

	private static final Log logger = LogFactory.getLog(StoreAvailability.class);

	private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

	private boolean down;

	private boolean readOnly;

	private long nextProbe;

	private String problem = "";

	/**
	 * Lets the caller go on to ask the store, or not.
	 */
	synchronized void check(StoreOperation operation) {
		if (!this.down && !(this.readOnly && operation == StoreOperation.PUT)) {
			return;
		}
		long now = System.nanoTime();
		if (now - this.nextProbe < 0) {
			throw exception();
		}
		this.nextProbe = now + PAUSE_NANOS;
	}

	void succeeded(StoreOperation operation) {
		if (isBack(operation)) {
			logger.info("The store that all nodes share answers again. 各节点共享的存储已恢复。");
		}
	}

	private synchronized boolean isBack(StoreOperation operation) {
		boolean before = this.down || this.readOnly;
		this.down = false;
		this.readOnly = this.readOnly && operation != StoreOperation.PUT;
		return before && !this.readOnly;
	}

	/**
	 * It does not answer.
	 */
	SharedStoreException failed(String problem) {
		return failed(problem, false);
	}

	/**
	 * It answers, and keeps nothing. That it can be read shows nothing then.
	 */
	SharedStoreException refusedToWrite(String problem) {
		return failed(problem, true);
	}

	private SharedStoreException failed(String problem, boolean answers) {
		if (isNew(problem, answers)) {
			logger.warn("The store that all nodes share (Redis, 'spring.data.redis.*') does not answer: " + problem
					+ ". Until it does, each node works on its own: it fetches its own application token and knows "
					+ "only its own sign-ins. Check that Redis runs and that this node may reach it and use it. "
					+ "各节点共享的存储（Redis）无应答；恢复之前各节点独立工作。请检查 Redis 是否运行、本节点能否连接及其权限。");
		}
		return exception();
	}

	private synchronized boolean isNew(String problem, boolean answers) {
		boolean before = this.down || this.readOnly;
		this.down = !answers;
		this.readOnly = this.readOnly || answers;
		this.problem = problem;
		this.nextProbe = System.nanoTime() + PAUSE_NANOS;
		return !before;
	}

	private synchronized SharedStoreException exception() {
		return new SharedStoreException("The shared store does not answer: " + this.problem);
	}

}
