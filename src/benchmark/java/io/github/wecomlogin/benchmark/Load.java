package io.github.wecomlogin.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The same thing done many times, by so many at a time.
 *
 * @param nanos how long each took that succeeded, sorted
 * @param failures why others did not, and how often
 * @param elapsed how long all of it took
 * @param processorTime what it cost the application, or all its nodes together
 */
record Load(List<Long> nanos, Map<String, Integer> failures, Duration elapsed, Duration processorTime) {

	static Load put(ApplicationProcess application, int times, int atATime, Supplier<Runnable> tasks) {
		return put(List.of(application), times, atATime, tasks);
	}

	static Load put(List<ApplicationProcess> nodes, int times, int atATime, Supplier<Runnable> tasks) {
		List<Long> nanos = Collections.synchronizedList(new ArrayList<>(times));
		Map<String, Integer> failures = new ConcurrentHashMap<>();
		AtomicInteger left = new AtomicInteger(times);
		CountDownLatch done = new CountDownLatch(atATime);
		Duration processorTime = processorTime(nodes);
		long start = System.nanoTime();
		for (int i = 0; i < atATime; i++) {
			new Thread(() -> {
				try {
					while (left.getAndDecrement() > 0) {
						long begin = System.nanoTime();
						try {
							tasks.get().run();
							nanos.add(System.nanoTime() - begin);
						}
						catch (RuntimeException ex) {
							failures.merge(String.valueOf(ex.getMessage()), 1, Integer::sum);
						}
					}
				}
				finally {
					done.countDown();
				}
			}).start();
		}
		await(done);
		Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
		return new Load(nanos.stream().sorted().toList(), new TreeMap<>(failures), elapsed,
				processorTime(nodes).minus(processorTime));
	}

	private static Duration processorTime(List<ApplicationProcess> nodes) {
		return nodes.stream().map(ApplicationProcess::processorTime).reduce(Duration.ZERO, Duration::plus);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns several loads as one.
	 */
	static Load all(List<Load> loads) {
		Map<String, Integer> failures = new TreeMap<>();
		loads.forEach((load) -> load.failures().forEach((why, times) -> failures.merge(why, times, Integer::sum)));
		return new Load(loads.stream().flatMap((load) -> load.nanos().stream()).sorted().toList(), failures,
				loads.stream().map(Load::elapsed).reduce(Duration.ZERO, Duration::plus),
				loads.stream().map(Load::processorTime).reduce(Duration.ZERO, Duration::plus));
	}

	/**
	 * Returns this load.
	 * @param who who had to carry it
	 * @throws IllegalStateException if anything failed, because then less would be
	 * measured than it seems
	 */
	Load withoutFailures(Object who) {
		if (failed() > 0) {
			throw new IllegalStateException(who + ": " + this.failures);
		}
		return this;
	}

	int failed() {
		return this.failures.values().stream().mapToInt(Integer::intValue).sum();
	}

	double perSecond() {
		return this.nanos.size() / (this.elapsed.toNanos() / 1e9);
	}

	double milliseconds(int percentile) {
		return this.nanos.get(Math.min(this.nanos.size() * percentile / 100, this.nanos.size() - 1)) / 1e6;
	}

	/**
	 * Returns the milliseconds of processor time for each that succeeded.
	 */
	double processorMilliseconds() {
		return this.processorTime.toNanos() / 1e6 / this.nanos.size();
	}

}
