package io.github.wecomlogin.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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

	private final List<OrderedWork> handlers;

	private final AtomicInteger pending = new AtomicInteger();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition empty = this.lock.newCondition();

	private volatile boolean closed;

	/**
	 * Creates a queue.
	 * @param handlers what is done about each event, each with threads of its own
	 */
	public WeComEventQueue(List<WeComEventHandler> handlers) {
		this(handlers, new RetryDelays());
	}

	WeComEventQueue(List<WeComEventHandler> handlers, RetryDelays delays) {
		this.handlers = handlers.stream().map((handler) -> new OrderedWork(handler, delays, this::finished)).toList();
	}

	/**
	 * Takes an event.
	 * @param event the event
	 * @return {@code false} if there is no room for it, or no more events are taken
	 */
	public boolean accept(WeComEvent event) {
		if (this.closed) {
			return false;
		}
		int work = this.handlers.size();
		if (this.pending.addAndGet(work) > MAX_PENDING * work) {
			this.pending.addAndGet(-work);
			return false;
		}
		this.handlers.forEach((handler) -> handler.add(event));
		return true;
	}

	private void finished() {
		if (this.pending.decrementAndGet() == 0) {
			this.lock.lock();
			try {
				this.empty.signalAll();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/**
	 * Returns how many events are not yet done with.
	 * @return the number of pairs of an event and a handler
	 */
	public int pending() {
		return this.pending.get();
	}

	/**
	 * Takes no more events, and lets those that are there be handled for some seconds.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.lock.lock();
		try {
			long left = TIME_TO_CLOSE.toNanos();
			while (this.pending.get() > 0 && left > 0) {
				left = this.empty.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
			this.handlers.forEach(OrderedWork::close);
		}
	}

}
