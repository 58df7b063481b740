package io.github.wecomlogin.client;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads that come by the token of one application, so that no request has to:
 * one to fetch it, and one to say meanwhile that the fetch goes on.
 */
final class TokenThreads implements AutoCloseable {

	private static final int THREADS = 2;

	private final ScheduledThreadPoolExecutor executor;

	TokenThreads() {
		this(daemons());
	}

	TokenThreads(ThreadFactory threads) {
		this.executor = new ScheduledThreadPoolExecutor(THREADS, threads);
		this.executor.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
		this.executor.setRemoveOnCancelPolicy(true);
	}

	private static ThreadFactory daemons() {
		AtomicInteger started = new AtomicInteger();
		return (work) -> {
			Thread thread = new Thread(work, "wecom-token-" + started.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	void execute(Runnable work) {
		this.executor.execute(work);
	}

	void executeLater(Runnable work, Duration delay) {
		this.executor.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	Future<?> repeat(Runnable work, Duration pause) {
		return this.executor.scheduleWithFixedDelay(work, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
