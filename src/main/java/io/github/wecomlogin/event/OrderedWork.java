package io.github.wecomlogin.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import io.github.wecomlogin.util.AsciiIds;
import io.github.wecomlogin.util.BackgroundThreads;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What one handler still has to do. Events about the same member wait for each other, all
 * others do not.
 */
final class OrderedWork implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(OrderedWork.class);

	private final BackgroundThreads threads = BackgroundThreads.droppingOnceClosed("event");

	/**
	 * The events of each key, the one that is being handled first. A key without events
	 * is not there.
	 */
	private final Map<String, Deque<WeComEvent>> waiting = new HashMap<>();

	private final WeComEventHandler handler;

	private final RetryDelays delays;

	private final Runnable finished;

	/**
	 * Creates the work.
	 * @param handler does it
	 * @param delays when it is asked again after a failure
	 * @param finished told of each event that is done with
	 */
	OrderedWork(WeComEventHandler handler, RetryDelays delays, Runnable finished) {
		this.handler = handler;
		this.delays = delays;
		this.finished = finished;
	}

	void add(WeComEvent event) {
		String key = key(event);
		boolean first;
		synchronized (this.waiting) {
			Deque<WeComEvent> events = this.waiting.computeIfAbsent(key, (none) -> new ArrayDeque<>());
			first = events.isEmpty();
			events.add(event);
		}
		if (first) {
			this.threads.execute(() -> handle(key, event, 1));
		}
	}

	private static String key(WeComEvent event) {
		String subject = event.subject();
		return event.getCorpId() + ((subject != null) ? "/" + AsciiIds.toLowerCase(subject) : "");
	}

	private void handle(String key, WeComEvent event, int attempt) {
		try {
			this.handler.handle(event);
		}
		catch (Throwable ex) {
			// Errors too: nobody else would hear of them
			Duration delay = this.delays.after(attempt);
			if (delay != null) {
				this.threads.executeLater(() -> handle(key, event, attempt + 1), delay);
				return;
			}
			// Not its message, which may hold anything
			logger.error("An event of WeCom was given up after " + attempt + " attempts: " + event + ". "
					+ this.handler.getClass().getName() + " failed with " + ex.getClass().getName()
					+ ". 企业微信事件处理多次失败，已放弃。");
		}
		next(key);
	}

	private void next(String key) {
		WeComEvent next;
		synchronized (this.waiting) {
			Deque<WeComEvent> events = this.waiting.get(key);
			if (events == null) {
				throw new IllegalStateException("What is being handled is there");
			}
			events.remove();
			next = events.peek();
			if (next == null) {
				this.waiting.remove(key);
			}
		}
		this.finished.run();
		if (next != null) {
			this.threads.execute(() -> handle(key, next, 1));
		}
	}

	/**
	 * Returns of how many members or companies there are events.
	 */
	int keys() {
		synchronized (this.waiting) {
			return this.waiting.size();
		}
	}

	@Override
	public void close() {
		this.threads.close();
	}

}
