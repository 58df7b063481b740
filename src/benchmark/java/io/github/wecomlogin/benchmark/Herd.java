package io.github.wecomlogin.benchmark;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * People who come back from WeCom at the same moment.
 *
 * @param load how it went for them
 * @param tokens how many tokens were fetched since calls were taken the last time
 * @param toldToComeAgain how often somebody had to wait and come again
 */
record Herd(Load load, long tokens, int toldToComeAgain) {

	static Herd comesBack(List<ApplicationProcess> nodes, CompanyServer company, int people,
			Supplier<Browser> browsers) {
		ConcurrentLinkedQueue<Runnable> visitors = new ConcurrentLinkedQueue<>();
		AtomicInteger toldToComeAgain = new AtomicInteger();
		for (int i = 0; i < people; i++) {
			Browser browser = browsers.get();
			String state = browser.start();
			visitors.add(() -> {
				for (Long again = browser.comeBack(state); again != null; again = browser.comeBack(state)) {
					toldToComeAgain.incrementAndGet();
					pause(again);
				}
				browser.openPage();
			});
		}
		Load load = Load.put(nodes, people, people, visitors::remove);
		return new Herd(load, company.takeCalls().getOrDefault("gettoken", 0L), toldToComeAgain.get());
	}

	private static void pause(long seconds) {
		try {
			TimeUnit.SECONDS.sleep(seconds);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	int failed() {
		return this.load.failed();
	}

}
