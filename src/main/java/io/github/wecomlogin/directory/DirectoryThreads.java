package io.github.wecomlogin.directory;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads that read departments and tags for one application, so that no request
 * has to.
 */
public final class DirectoryThreads implements AutoCloseable {

	private static final int THREADS = 2;

	private final AtomicInteger started = new AtomicInteger();

	private final ScheduledThreadPoolExecutor executor;

	/**
	 * Creates the threads; none is started before there is work.
	 */
	public DirectoryThreads() {
		this.executor = new ScheduledThreadPoolExecutor(THREADS, this::thread);
		this.executor.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	private Thread thread(Runnable work) {
		Thread thread = new Thread(work, "wecom-directory-" + this.started.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	}

	void execute(Runnable work) {
		this.executor.execute(work);
	}

	void executeLater(Runnable work, Duration delay) {
		this.executor.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
