package io.github.wecomlogin.directory;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads that read departments and tags, so that no request has to. No
 * {@link java.util.concurrent.Executor}: as a bean it would take the place of the
 * application's own.
 */
public final class DirectoryThreads implements AutoCloseable {

	private static final int THREADS = 2;

	private final AtomicInteger started = new AtomicInteger();

	private final ThreadPoolExecutor executor;

	/**
	 * Creates the threads; none is started before there is work.
	 */
	public DirectoryThreads() {
		// As long as there is something to read, of which there is a fixed number
		this.executor = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				this::thread);
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

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
