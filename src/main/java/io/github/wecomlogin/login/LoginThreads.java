package io.github.wecomlogin.login;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads that look after what nodes share about sign-ins, so that no request has
 * to sleep for it.
 */
final class LoginThreads implements AutoCloseable {

	private static final int THREADS = 2;

	private final AtomicInteger started = new AtomicInteger();

	private final ScheduledThreadPoolExecutor executor;

	/**
	 * Creates the threads; none is started before there is work.
	 */
	LoginThreads() {
		// Work that comes while the application stops is nobody's any more
		this.executor = new ScheduledThreadPoolExecutor(THREADS, this::thread, new ThreadPoolExecutor.DiscardPolicy());
		this.executor.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	private Thread thread(Runnable work) {
		Thread thread = new Thread(work, "wecom-login-" + this.started.incrementAndGet());
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
