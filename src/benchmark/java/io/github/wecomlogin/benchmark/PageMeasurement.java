package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wecomlogin.store.RedisServerExtension;

/**
 * What a page of somebody who is signed in costs, against Spring Security's own login:
 * with sessions in memory and in a real Redis.
 */
final class PageMeasurement {

	private static final int PEOPLE = 64;

	private static final int AT_A_TIME = 8;

	private final Table table = new Table("page", "A page of somebody who is signed in, " + AT_A_TIME + " at a time",
			"", "pages/s", "p50 ms", "p99 ms", "CPU ms per page", "CPU, times plain (95 % interval)");

	private final Effort effort;

	private PageMeasurement(Effort effort) {
		this.effort = effort;
	}

	static void run(Report report, Effort effort) {
		PageMeasurement measurement = new PageMeasurement(effort);
		measurement.compare(report, "sessions in memory", 1.03, Contender.PLAIN, Contender.WECOM_LOGIN);
		try (RedisServerExtension redis = new RedisServerExtension()) {
			redis.start();
			measurement.compare(report, "Redis", 1.05, Contender.PLAIN.withRedis(redis.port()),
					Contender.WECOM_LOGIN.withRedis(redis.port()));
		}
		report.add(measurement.table, null);
	}

	private void compare(Report report, String where, double limit, Contender plain, Contender ours) {
		Map<Contender, List<Load>> loads = new LinkedHashMap<>();
		try (CompanyServer company = new CompanyServer();
				ApplicationProcess plainProcess = ApplicationProcess.start(plain, company);
				ApplicationProcess ourProcess = ApplicationProcess.start(ours, company)) {
			List<Browser> plainPeople = people(plainProcess);
			List<Browser> ourPeople = people(ourProcess);
			pages(plainProcess, plainPeople, warmUp());
			pages(ourProcess, ourPeople, warmUp());
			for (int round = 0; round < 2 * this.effort.rounds(); round++) {
				loads.computeIfAbsent(plain, (any) -> new ArrayList<>())
					.add(pages(plainProcess, plainPeople, this.effort.pages()));
				loads.computeIfAbsent(ours, (any) -> new ArrayList<>())
					.add(pages(ourProcess, ourPeople, this.effort.pages()));
			}
		}
		report.target("CPU of a signed-in page, " + where + ", to plain", limit,
				Ratio.of(loads.get(ours), loads.get(plain), Load::processorMilliseconds));
		loads.forEach((contender, each) -> {
			Load all = Load.all(each).withoutFailures(contender);
			this.table.add(contender, all.perSecond(), all.milliseconds(50), all.milliseconds(99),
					"%.3f".formatted(all.processorMilliseconds()), (contender == plain) ? "1"
							: Ratio.of(each, loads.get(plain), Load::processorMilliseconds).toString());
		});
	}

	/**
	 * Returns how many pages are opened before any is measured. A sign-in is about ten
	 * times the work of a page, and the compiler needs as long for both.
	 */
	private int warmUp() {
		return Math.max(6 * this.effort.pages(), 10 * this.effort.warmUp());
	}

	private List<Browser> people(ApplicationProcess application) {
		List<Browser> people = new ArrayList<>();
		for (int i = 0; i < PEOPLE; i++) {
			Browser browser = application.browser();
			browser.signIn();
			people.add(browser);
		}
		return people;
	}

	private static Load pages(ApplicationProcess application, List<Browser> people, int times) {
		AtomicInteger next = new AtomicInteger();
		return Load.put(application, times, AT_A_TIME,
				() -> people.get(next.getAndIncrement() % people.size())::openPage);
	}

}
