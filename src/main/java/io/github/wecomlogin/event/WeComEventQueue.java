package io.github.wecomlogin.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Hands events to handlers in the background, so that WeCom is answered at once. No
 * handler waits for another one, and no member for another one. Safe for concurrent use.
 */
public final class WeComEventQueue implements AutoCloseable {

	/**
	 * More than a company causes at once. What does not fit WeCom sends again.
	 */
	static final int MAX_PENDING = 10_000;

	private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(5);

	private static final Log logger = LogFactory.getLog(WeComEventQueue.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition empty = this.lock.newCondition();

	private final List<OrderedWork> handlers;

	private final Duration timeToClose;

	private int pending;

	private boolean closed;

	/**
	 * Creates a queue.
	 * @param handlers what is done about each event, each with threads of its own
	 */
	public WeComEventQueue(List<WeComEventHandler> handlers) {
		this(handlers, new RetryDelays(), TIME_TO_CLOSE);
	}

	WeComEventQueue(List<WeComEventHandler> handlers, RetryDelays delays, Duration timeToClose) {
		this.handlers = handlers.stream().map((handler) -> new OrderedWork(handler, delays, this::finished)).toList();
		this.timeToClose = timeToClose;
	}

	/**
	 * Takes an event.
	 * @param event the event
	 * @return {@code false} if there is no room for it, or no more events are taken
	 */
	public boolean accept(WeComEvent event) {
		int work = this.handlers.size();
		this.lock.lock();
		try {
			// Not apart from what follows: what is taken is seen by 'close'
			if (this.closed || this.pending + work > MAX_PENDING * work) {
				return false;
			}
			this.pending += work;
			this.handlers.forEach((handler) -> handler.add(event));
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void finished() {
		this.lock.lock();
		try {
			if (--this.pending == 0) {
				this.empty.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns how many events are not yet done with.
	 * @return the number of pairs of an event and a handler
	 */
	public int pending() {
		this.lock.lock();
		try {
			return this.pending;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes no more events, and lets those that are there be handled for some seconds.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			this.closed = true;
			awaitEmpty();
			if (this.pending > 0) {
				logger.warn(this.pending + " events of WeCom were not handled before the application stopped; "
						+ "sessions hear of what changed with their next check. " + "应用停止前有企业微信事件尚未处理，相关会话将在下次复查时更新。");
			}
		}
		finally {
			this.lock.unlock();
			this.handlers.forEach(OrderedWork::close);
		}
	}

	private void awaitEmpty() {
		try {
			long left = this.timeToClose.toNanos();
			while (this.pending > 0 && left > 0) {
				left = this.empty.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
