package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/**
 * A whole company that opens the same link: first page, start, callback and page again of
 * all members at once. A member who is turned away does not return.
 */
final class RushMeasurement implements AutoCloseable {

	private static final List<Contender> CONTENDERS = List.of(Contender.WECOM_LOGIN, Contender.PLAIN,
			Contender.HAND_WRITTEN);

	private static final List<Integer> MEMBERS = List.of(50, 200, 1_000, 2_000);

	private static final List<Long> ANSWER_TIMES = List.of(50L, 100L);

	/**
	 * The rounds of the largest rush.
	 */
	private static final int ROUNDS = 3;

	private static final int CROWD = 32;

	private final CompanyServer company = new CompanyServer();

	private final Map<Contender, ApplicationProcess> applications = new LinkedHashMap<>();

	static void run(Report report, Effort effort) {
		try (RushMeasurement measurement = new RushMeasurement()) {
			measurement.start(effort);
			measurement.measure(report);
		}
	}

	private void start(Effort effort) {
		for (Contender contender : CONTENDERS) {
			ApplicationProcess application = ApplicationProcess.start(contender, this.company);
			this.applications.put(contender, application);
			application.signIns(effort.warmUp() / 4, CROWD);
		}
	}

	private void measure(Report report) {
		Table table = new Table("rush", "Sign-ins all at once", "", "members", "API, ms", "turned away", "failed",
				"seconds until all are in", "times plain", "gettoken");
		List<Rush> ours = new ArrayList<>();
		for (long answerTime : ANSWER_TIMES) {
			this.company.delay(answerTime);
			for (int members : MEMBERS) {
				boolean decisive = answerTime == 50 && members == 2_000;
				Map<Contender, List<Rush>> rushes = rushes(members, decisive ? ROUNDS : 1);
				List<Rush> plain = rushes.get(Contender.PLAIN);
				rushes.forEach((contender, each) -> table.add(contender, members, answerTime,
						Rush.sum(each, Rush::turnedAway), Rush.sum(each, Rush::failed),
						each.stream().mapToDouble(Rush::seconds).average().orElseThrow(), ratio(each, plain),
						Rush.most(each, Rush::tokens)));
				ours.addAll(rushes.get(Contender.WECOM_LOGIN));
				if (decisive) {
					report.target("time of a rush of 2,000, API 50 ms, to plain", 0.8,
							Ratio.of(rushes.get(Contender.WECOM_LOGIN), plain, Rush::seconds));
				}
			}
		}
		int lost = Rush.sum(ours, Rush::turnedAway) + Rush.sum(ours, Rush::failed);
		report.target("sign-ins turned away in rushes of 50 to 2,000, API 50 and 100 ms", "0", lost, lost == 0);
		int tokens = Rush.most(ours, Rush::tokens);
		report.target("`gettoken` in any of these rushes", "1", tokens, tokens == 1);
		report.add(table, null);
	}

	private static Object ratio(List<Rush> rushes, List<Rush> plain) {
		return (rushes.size() > 1) ? Ratio.of(rushes, plain, Rush::seconds)
				: (Object) (rushes.get(0).seconds() / plain.get(0).seconds());
	}

	private Map<Contender, List<Rush>> rushes(int members, int rounds) {
		Map<Contender, List<Rush>> rushes = new LinkedHashMap<>();
		for (int round = 0; round < rounds; round++) {
			for (Contender contender : CONTENDERS) {
				rushes.computeIfAbsent(contender, (any) -> new ArrayList<>())
					.add(rush(this.applications.get(contender), members));
			}
		}
		return rushes;
	}

	private Rush rush(ApplicationProcess application, int members) {
		this.company.takeCalls();
		this.company.withdrawToken();
		AtomicInteger turnedAway = new AtomicInteger();
		ConcurrentLinkedQueue<Runnable> visits = new ConcurrentLinkedQueue<>();
		for (int i = 0; i < members; i++) {
			Browser browser = application.browser();
			visits.add(() -> {
				if (browser.comeBack(browser.start()) != null) {
					turnedAway.incrementAndGet();
				}
				else {
					browser.openPage();
				}
			});
		}
		Load load = Load.put(application, members, members, visits::remove);
		return new Rush(load.elapsed().toNanos() / 1e9, turnedAway.get(), load.failed(),
				this.company.takeCalls().getOrDefault("gettoken", 0L).intValue());
	}

	@Override
	public void close() {
		this.applications.values().forEach(ApplicationProcess::close);
		this.company.close();
	}

	private record Rush(double seconds, int turnedAway, int failed, int tokens) {

		static int sum(List<Rush> rushes, ToIntFunction<Rush> figure) {
			return rushes.stream().mapToInt(figure).sum();
		}

		static int most(List<Rush> rushes, ToIntFunction<Rush> figure) {
			return rushes.stream().mapToInt(figure).max().orElseThrow();
		}

	}

}
