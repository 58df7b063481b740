package io.github.wecomlogin.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import io.github.wecomlogin.util.AsciiIds;
import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Runs a handler in the background. Events about the same member are handled one at a
 * time in order; others are handled concurrently.
 */
final class SerialEventExecutor implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(SerialEventExecutor.class);

	private final BackgroundThreads threads = BackgroundThreads.droppingOnceClosed("event");

	/**
	 * Pending events by member or company, the one being handled first. Has no empty
	 * queues.
	 */
	private final Map<String, Deque<WeComEvent>> waiting = new HashMap<>();

	private final WeComEventHandler handler;

	private final RetryDelays delays;

	private final Runnable finished;

	/**
	 * Creates the executor.
	 * @param handler handles the events
	 * @param delays the backoff after failures
	 * @param finished called after each event that was handled or given up
	 */
	SerialEventExecutor(WeComEventHandler handler, RetryDelays delays, Runnable finished) {
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
			// Errors too: otherwise they would be lost with the thread
			Duration delay = this.delays.after(attempt);
			if (delay != null) {
				this.threads.executeLater(() -> handle(key, event, attempt + 1), delay);
				return;
			}
			// Without the message, which may contain personal data
			logger.error(Texts.OPERATORS.inBoth("event.given-up", attempt, event, this.handler.getClass().getName(),
					ex.getClass().getName()));
		}
		next(key);
	}

	private void next(String key) {
		WeComEvent next;
		synchronized (this.waiting) {
			Deque<WeComEvent> events = this.waiting.get(key);
			if (events == null) {
				throw new IllegalStateException("The event being handled is missing from its queue");
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
	 * Returns the number of members and companies with pending events.
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
