package io.github.wecomlogin.benchmark;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * How long a signed-in member waits for a page while 500 sign-ins hang, compared with
 * none. All of them share this machine.
 */
final class HangingMeasurement {

	private static final int VISITORS = 500;

	private static final int CROWD = 32;

	private static final long HANGING = TimeUnit.SECONDS.toMillis(15);

	private static final long ARRIVING = TimeUnit.SECONDS.toNanos(3);

	private static final int PAGES = 1_200;

	private static final long PAGE_EVERY = TimeUnit.MILLISECONDS.toNanos(5);

	private List<Long> quiet = List.of();

	private List<Long> hanging = List.of();

	private final AtomicInteger unanswered = new AtomicInteger();

	private int answered;

	static void run(Report report, Effort effort) {
		Table table = new Table("hanging", "Pages while " + VISITORS + " sign-ins hang", "", "quiet: p50 ms", "p99 ms",
				"hanging: p50 ms", "p99 ms", "p99, times quiet", "pages unanswered", "sign-ins answered");
		for (Contender contender : List.of(Contender.WECOM_LOGIN, Contender.PLAIN, Contender.HAND_WRITTEN)) {
			HangingMeasurement measurement = new HangingMeasurement();
			measurement.measure(contender, effort);
			String answered = measurement.answered + " of " + VISITORS;
			double ratio = milliseconds(measurement.hanging, 99) / milliseconds(measurement.quiet, 99);
			table.add(contender, milliseconds(measurement.quiet, 50), milliseconds(measurement.quiet, 99),
					milliseconds(measurement.hanging, 50), milliseconds(measurement.hanging, 99), ratio,
					measurement.unanswered.get() + " of " + PAGES, answered);
			if (contender == Contender.WECOM_LOGIN) {
				report.target("p99 of signed-in pages while 500 sign-ins hang, to the quiet p99", "at most 2",
						"%.2f".formatted(ratio), ratio <= 2);
				report.target("hanging sign-ins answered", "all", answered, measurement.answered == VISITORS);
			}
		}
		report.add(table, null);
	}

	private void measure(Contender contender, Effort effort) {
		try (CompanyServer company = new CompanyServer();
				ApplicationProcess application = ApplicationProcess.start(contender, company)) {
			application.signIns(effort.warmUp() / 8, CROWD).withoutFailures(contender);
			Browser member = application.browser();
			member.signIn();
			Load.put(application, effort.pages(), 1, () -> member::openPage);
			this.quiet = pages(member);
			ConcurrentLinkedQueue<Runnable> callbacks = new ConcurrentLinkedQueue<>();
			for (int i = 0; i < VISITORS; i++) {
				Browser browser = application.browser();
				String callback = browser.start();
				callbacks.add(() -> browser.get(callback));
			}
			company.delay(HANGING);
			CompletableFuture<Load> visitors = CompletableFuture
				.supplyAsync(() -> Load.put(application, VISITORS, VISITORS, callbacks::remove));
			// Until the requests of all visitors have arrived; before they are given up
			LockSupport.parkNanos(ARRIVING);
			this.hanging = pages(member);
			this.answered = visitors.join().nanos().size();
		}
	}

	/**
	 * Opens a page at fixed times, whether the previous one has arrived or not, and
	 * returns how many nanoseconds each took. A page that is not answered in a minute,
	 * because all threads of the application hang, counts with that minute.
	 */
	private List<Long> pages(Browser member) {
		long start = System.nanoTime();
		return IntStream.range(0, PAGES).mapToObj((page) -> {
			long planned = start + page * PAGE_EVERY;
			for (long wait = planned - System.nanoTime(); wait > 0; wait = planned - System.nanoTime()) {
				LockSupport.parkNanos(wait);
			}
			return Browser.HTTP.sendAsync(member.request("/"), HttpResponse.BodyHandlers.discarding())
				.handle((response, failure) -> {
					if (response == null) {
						this.unanswered.incrementAndGet();
					}
					else if (response.statusCode() != 200) {
						throw new IllegalStateException("No page but " + response.statusCode());
					}
					return System.nanoTime() - planned;
				});
		}).toList().stream().map(CompletableFuture::join).toList();
	}

	private static double milliseconds(List<Long> nanos, int percentile) {
		List<Long> sorted = new ArrayList<>(nanos);
		Collections.sort(sorted);
		return sorted.get(sorted.size() * percentile / 100) / 1e6;
	}

}
