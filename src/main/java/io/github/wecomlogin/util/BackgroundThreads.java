package io.github.wecomlogin.util;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two threads for work that no request should have to wait for. None is started before
 * there is work, and none stays long after it.
 */
public final class BackgroundThreads implements AutoCloseable {

	private static final int THREADS = 2;

	private static final long IDLE_SECONDS = 10;

	private final ScheduledThreadPoolExecutor executor;

	public BackgroundThreads(ThreadFactory threads, RejectedExecutionHandler onceClosed) {
		this.executor = new ScheduledThreadPoolExecutor(THREADS, threads, onceClosed);
		this.executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
		this.executor.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Creates threads for work that somebody waits for: once they are closed, it is
	 * refused with a {@link java.util.concurrent.RejectedExecutionException}.
	 * @param name what they are for, part of the threads' names
	 * @return the threads
	 */
	public static BackgroundThreads refusingOnceClosed(String name) {
		return new BackgroundThreads(daemons(name), new ThreadPoolExecutor.AbortPolicy());
	}

	/**
	 * Creates threads for work that nobody waits for: once they are closed, it is
	 * dropped.
	 * @param name what they are for, part of the threads' names
	 * @return the threads
	 */
	public static BackgroundThreads droppingOnceClosed(String name) {
		return new BackgroundThreads(daemons(name), new ThreadPoolExecutor.DiscardPolicy());
	}

	private static ThreadFactory daemons(String name) {
		AtomicInteger started = new AtomicInteger();
		return (work) -> {
			Thread thread = new Thread(work, "wecom-" + name + "-" + started.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	/**
	 * Does something as soon as a thread is free.
	 * @param work what is done
	 */
	public void execute(Runnable work) {
		this.executor.execute(work);
	}

	/**
	 * Does something once, later.
	 * @param work what is done
	 * @param delay when, in milliseconds
	 */
	public void executeLater(Runnable work, Duration delay) {
		this.executor.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Does something again and again.
	 * @param work what is done
	 * @param pause how long after each end it begins again, and before the first time, in
	 * milliseconds
	 * @return cancelled to end it
	 */
	public Future<?> repeat(Runnable work, Duration pause) {
		return this.executor.scheduleWithFixedDelay(work, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Interrupts what is being done and does nothing any more.
	 */
	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
