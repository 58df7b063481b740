package io.github.wecomlogin.directory;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.wecomlogin.util.BackgroundThreads;

import org.springframework.test.util.ReflectionTestUtils;

/**
 * Lets tests see the end of what happens in the background.
 */
final class BackgroundWork {

	private BackgroundWork() {
	}

	/**
	 * Waits until all that was started is done: work is taken in order, and there is none
	 * left once every thread has come here.
	 */
	static void await(BackgroundThreads threads) {
		int count = executor(threads).getCorePoolSize();
		CyclicBarrier barrier = new CyclicBarrier(count + 1);
		for (int i = 0; i < count; i++) {
			threads.execute(() -> meet(barrier));
		}
		meet(barrier);
	}

	/**
	 * Does something while every thread is occupied, so that nothing that it starts runs
	 * before it has ended.
	 */
	static <T> T whileOccupied(BackgroundThreads threads, Supplier<T> work) {
		int count = executor(threads).getCorePoolSize();
		CyclicBarrier occupied = new CyclicBarrier(count + 1);
		CountDownLatch release = new CountDownLatch(1);
		for (int i = 0; i < count; i++) {
			threads.execute(() -> {
				meet(occupied);
				awaitRelease(release);
			});
		}
		meet(occupied);
		try {
			return work.get();
		}
		finally {
			release.countDown();
		}
	}

	private static void awaitRelease(CountDownLatch release) {
		try {
			release.await();
		}
		catch (InterruptedException ex) {
			// The threads are closed
			Thread.currentThread().interrupt();
		}
	}

	static ThreadPoolExecutor executor(BackgroundThreads threads) {
		return (ThreadPoolExecutor) ReflectionTestUtils.getField(threads, "executor");
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException | BrokenBarrierException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
