package io.github.wecomlogin.benchmark;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A whole company that opens the same link: start, callback and first page of all members
 * at once, beside plain {@code oauth2Login}. A member who is turned away does not return.
 */
final class RushMeasurement implements AutoCloseable {

	private static final List<Contender> CONTENDERS = List.of(Contender.WECOM_LOGIN, Contender.PLAIN);

	private static final List<Integer> MEMBERS = List.of(50, 200, 1_000, 2_000);

	private static final List<Long> ANSWER_TIMES = List.of(50L, 100L);

	private static final int MANY_AT_ONCE = 32;

	private static final long HANGING = Duration.ofSeconds(30).toMillis();

	private static final int HANGING_MEMBERS = 500;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final CompanyServer company = new CompanyServer();

	private final Table table = new Table("rush", "Sign-ins all at once", "", "members", "API, ms", "turned away",
			"failed", "seconds until all are in", "times plain", "gettoken");

	static void run(Report report, Effort effort) {
		try (RushMeasurement measurement = new RushMeasurement()) {
			measurement.measure(effort);
			report.add(measurement.table, null);
		}
	}

	private void measure(Effort effort) {
		try (ApplicationProcess ours = ApplicationProcess.start(CONTENDERS.get(0), this.company);
				ApplicationProcess plain = ApplicationProcess.start(CONTENDERS.get(1), this.company)) {
			Map<Contender, ApplicationProcess> applications = Map.of(CONTENDERS.get(0), ours, CONTENDERS.get(1), plain);
			CONTENDERS.forEach((contender) -> Load.put(applications.get(contender), effort.warmUp(), MANY_AT_ONCE,
					() -> () -> browser(contender, applications).signIn()));
			for (long answerTime : ANSWER_TIMES) {
				this.company.delay(answerTime);
				for (int members : MEMBERS) {
					double plainSeconds = rush(CONTENDERS.get(1), applications, members, answerTime, null);
					rush(CONTENDERS.get(0), applications, members, answerTime, plainSeconds);
				}
			}
			this.company.delay(HANGING);
			rush(CONTENDERS.get(0), applications, HANGING_MEMBERS, HANGING, null);
		}
	}

	private double rush(Contender contender, Map<Contender, ApplicationProcess> applications, int members,
			long answerTime, @Nullable Double plainSeconds) {
		this.company.takeCalls();
		this.company.withdrawToken();
		AtomicInteger turnedAway = new AtomicInteger();
		ConcurrentLinkedQueue<Runnable> visits = new ConcurrentLinkedQueue<>();
		for (int i = 0; i < members; i++) {
			Browser browser = browser(contender, applications);
			visits.add(() -> {
				if (browser.comeBack(browser.start()) != null) {
					turnedAway.incrementAndGet();
				}
				else {
					browser.openPage();
				}
			});
		}
		Load load = Load.put(applications.get(contender), members, members, visits::remove);
		double seconds = load.elapsed().toNanos() / 1e9;
		this.table.add(contender, members, answerTime, turnedAway.get(), load.failed(), seconds,
				(plainSeconds != null) ? (Object) (seconds / plainSeconds) : "",
				this.company.takeCalls().getOrDefault("gettoken", 0L));
		return seconds;
	}

	private Browser browser(Contender contender, Map<Contender, ApplicationProcess> applications) {
		return new Browser(this.http, applications.get(contender).url(), contender);
	}

	@Override
	public void close() {
		this.company.close();
	}

}
