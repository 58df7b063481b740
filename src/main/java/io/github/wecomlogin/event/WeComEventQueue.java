package io.github.wecomlogin.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Passes events to handlers in the background, so that WeCom gets its answer at once.
 * Handlers do not wait for each other, and events about different members are handled
 * concurrently. At most 10,000 events are pending. Safe for concurrent use.
 */
public final class WeComEventQueue implements AutoCloseable {

	/**
	 * Maximum pending events. WeCom sends rejected ones again.
	 */
	static final int MAX_PENDING = 10_000;

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

	private static final Log logger = LogFactory.getLog(WeComEventQueue.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition empty = this.lock.newCondition();

	private final List<SerialEventExecutor> handlers;

	private final Duration shutdownTimeout;

	private int pending;

	private boolean closed;

	/**
	 * Creates a queue.
	 * @param handlers the handlers, each with threads of its own
	 */
	public WeComEventQueue(List<WeComEventHandler> handlers) {
		this(handlers, new RetryDelays(), SHUTDOWN_TIMEOUT);
	}

	WeComEventQueue(List<WeComEventHandler> handlers, RetryDelays delays, Duration shutdownTimeout) {
		this.handlers = handlers.stream()
			.map((handler) -> new SerialEventExecutor(handler, delays, this::finished))
			.toList();
		this.shutdownTimeout = shutdownTimeout;
	}

	/**
	 * Accepts an event.
	 * @param event the event
	 * @return {@code false} if the queue is full or closed
	 */
	public boolean accept(WeComEvent event) {
		int work = this.handlers.size();
		this.lock.lock();
		try {
			// Checked and added under one lock, so that 'close' waits for every accepted
			// event
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
	 * Returns the number of events that are not handled yet.
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
	 * Rejects new events and waits up to 5 seconds for pending ones.
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
				logger.warn(Texts.OPERATORS.inBoth("event.unhandled", this.pending));
			}
		}
		finally {
			this.lock.unlock();
			this.handlers.forEach(SerialEventExecutor::close);
		}
	}

	private void awaitEmpty() {
		try {
			long left = this.shutdownTimeout.toNanos();
			while (this.pending > 0 && left > 0) {
				left = this.empty.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
