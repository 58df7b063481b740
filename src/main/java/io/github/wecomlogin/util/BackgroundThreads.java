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
 * An executor with two daemon threads for work outside requests. Threads are started on
 * demand and end after 10 idle seconds.
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
	 * Creates an executor for work that callers wait for. After {@link #close()} new work
	 * is rejected with a {@link java.util.concurrent.RejectedExecutionException}.
	 * @param name the purpose, part of the thread names
	 * @return the executor
	 */
	public static BackgroundThreads refusingOnceClosed(String name) {
		return new BackgroundThreads(daemons(name), new ThreadPoolExecutor.AbortPolicy());
	}

	/**
	 * Creates an executor for work that no caller waits for. After {@link #close()} new
	 * work is dropped.
	 * @param name the purpose, part of the thread names
	 * @return the executor
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
	 * Runs a task as soon as a thread is free.
	 * @param work the task
	 */
	public void execute(Runnable work) {
		this.executor.execute(work);
	}

	/**
	 * Runs a task once after a delay.
	 * @param work the task
	 * @param delay the delay, with millisecond precision
	 */
	public void executeLater(Runnable work, Duration delay) {
		this.executor.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Runs a task repeatedly.
	 * @param work the task
	 * @param pause the delay before the first run and after each run, with millisecond
	 * precision
	 * @return a future that stops the repetition when cancelled
	 */
	public Future<?> repeat(Runnable work, Duration pause) {
		return this.executor.scheduleWithFixedDelay(work, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Interrupts running tasks and stops the threads.
	 */
	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
