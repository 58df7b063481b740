package io.github.wecomlogin.authentication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

import io.github.wecomlogin.util.BackgroundThreads;
import io.github.wecomlogin.util.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Refuses queued sign-ins one after the other, each a second before its deadline at the
 * latest. A refused sign-in passes through all filters again; hundreds at once, as when
 * WeCom hangs, would occupy the server's threads and processors and delay the pages of
 * signed-in members. Safe for concurrent use.
 */
final class PacedRefusals {

	private static final Duration INTERVAL = Duration.ofMillis(10);

	private static final Duration MARGIN = Duration.ofSeconds(1);

	private final Queue<Refusal> pending = new PriorityQueue<>(Comparator.comparing(Refusal::deadline));

	private final BackgroundThreads threads;

	private boolean scheduled;

	/**
	 * Creates the refusals.
	 * @param threads run the refusals
	 */
	PacedRefusals(BackgroundThreads threads) {
		this.threads = threads;
	}

	/**
	 * Adds a refusal.
	 * @param deadline the deadline of the sign-in
	 * @param refusal refuses it
	 */
	synchronized void add(Deadline deadline, Runnable refusal) {
		this.pending.add(new Refusal(deadline, refusal));
		if (!this.scheduled) {
			schedule();
		}
	}

	private void schedule() {
		this.scheduled = !this.pending.isEmpty();
		if (this.scheduled) {
			this.threads.executeLater(this::next, INTERVAL);
		}
	}

	/**
	 * Removes the most urgent refusal.
	 * @return the refusal, to be run, or {@code null} if there is none
	 */
	synchronized @Nullable Runnable poll() {
		Refusal refusal = this.pending.poll();
		return (refusal != null) ? refusal.refusal : null;
	}

	/**
	 * Returns how many sign-ins are yet to be refused.
	 */
	synchronized int size() {
		return this.pending.size();
	}

	/**
	 * Refuses as many as must be refused in this interval.
	 */
	void next() {
		take().forEach((refusal) -> refusal.refusal.run());
	}

	private synchronized List<Refusal> take() {
		List<Refusal> taken = new ArrayList<>();
		long intervals = 0;
		while (!this.pending.isEmpty() && (intervals = intervals(this.pending.element())) == 0) {
			taken.add(this.pending.remove());
		}
		long more = (intervals > 0) ? 1 + this.pending.size() / intervals : 0;
		for (; more > 0 && !this.pending.isEmpty(); more--) {
			taken.add(this.pending.remove());
		}
		schedule();
		return taken;
	}

	private static long intervals(Refusal refusal) {
		return Math.max(0, refusal.deadline.remaining().minus(MARGIN).dividedBy(INTERVAL));
	}

	private record Refusal(Deadline deadline, Runnable refusal) {

	}

}
