package io.github.wecomlogin.benchmark;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a sign-in costs, side by side with others: start, callback and first page, in
 * turns, one application at a time.
 */
final class SignInMeasurement implements AutoCloseable {

	private static final int CROWD = 32;

	private static final int FEW = 4;

	private static final long SLOW = 50;

	private static final int HERD = 200;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final CompanyServer company = new CompanyServer();

	private final Map<Contender, ApplicationProcess> applications = new LinkedHashMap<>();

	private final Effort effort;

	private SignInMeasurement(Effort effort) {
		this.effort = effort;
	}

	static void run(Report report, Effort effort) {
		try (SignInMeasurement measurement = new SignInMeasurement(effort)) {
			measurement.measure(report);
		}
	}

	private void measure(Report report) {
		Map<Contender, Herd> cold = new HashMap<>();
		this.company.delay(SLOW);
		for (Contender contender : Contender.ALL) {
			this.applications.put(contender, ApplicationProcess.start(contender, this.company));
			cold.put(contender, herd(contender));
		}
		this.company.delay(0);
		Contender.ALL.forEach((contender) -> signIns(contender, this.effort.warmUp(), CROWD));
		this.company.takeCalls();
		Map<Contender, Map<String, Long>> calls = new HashMap<>();
		Map<Contender, List<Load>> crowds = new HashMap<>();
		Map<Contender, List<Load>> few = new HashMap<>();
		List<Contender> order = new ArrayList<>(Contender.ALL);
		for (int round = 0; round < this.effort.rounds(); round++) {
			for (Contender contender : order) {
				this.company.delay(0);
				crowds.computeIfAbsent(contender, (any) -> new ArrayList<>())
					.add(signIns(contender, this.effort.signIns(), CROWD));
				calls.put(contender, this.company.takeCalls());
				this.company.delay(SLOW);
				few.computeIfAbsent(contender, (any) -> new ArrayList<>())
					.add(signIns(contender, this.effort.slowSignIns(), FEW));
				this.company.takeCalls();
			}
			Collections.rotate(order, 1);
		}
		report.add(times("sign-in-storm", "Sign-ins, " + CROWD + " at a time, API without delay", crowds), 5);
		report.add(times("sign-in-slow-api", "Sign-ins, " + FEW + " at a time, API with " + SLOW + " ms", few), null);
		report.add(costs(cold, calls), null);
	}

	private Load signIns(Contender contender, int times, int atATime) {
		ApplicationProcess application = this.applications.get(contender);
		return Load.put(application, times, atATime,
				() -> () -> new Browser(this.http, application.url(), contender).signIn());
	}

	private Table times(String id, String title, Map<Contender, List<Load>> loads) {
		Table table = new Table(id, title, "", "sign-ins/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms per sign-in",
				"CPU, times plain", "failed");
		double plain = Load.all(loads.get(Contender.PLAIN)).processorMilliseconds();
		for (Contender contender : Contender.ALL) {
			Load load = Load.all(loads.get(contender));
			table.add(contender, load.perSecond(), load.milliseconds(50), load.milliseconds(95), load.milliseconds(99),
					load.processorMilliseconds(), load.processorMilliseconds() / plain, load.failed());
		}
		return table;
	}

	private Table costs(Map<Contender, Herd> cold, Map<Contender, Map<String, Long>> calls) {
		Table table = new Table("sign-in-costs", "Calls and memory", "", "API calls per sign-in",
				HERD + " cold sign-ins at once: gettoken", "failed", "told to come again",
				HERD + " on a withdrawn token: gettoken", "failed", "heap per session, bytes");
		this.company.delay(SLOW);
		for (Contender contender : Contender.ALL) {
			this.company.takeCalls();
			this.company.withdrawToken();
			Herd withdrawn = herd(contender);
			table.add(contender, perSignIn(calls.get(contender)), cold.get(contender).tokens(),
					cold.get(contender).failed(), cold.get(contender).toldToComeAgain() + withdrawn.toldToComeAgain(),
					withdrawn.tokens(), withdrawn.failed(), heapPerSession(contender));
		}
		return table;
	}

	private String perSignIn(Map<String, Long> calls) {
		return calls.entrySet()
			.stream()
			.map((call) -> call.getKey() + " "
					+ "%.3f".formatted(call.getValue() / (double) this.effort.signIns()).replaceFirst("\\.?0+$", ""))
			.collect(Collectors.joining(", "));
	}

	private double heapPerSession(Contender contender) {
		ApplicationProcess application = this.applications.get(contender);
		this.company.delay(0);
		long before = application.liveBytes();
		Load load = signIns(contender, this.effort.sessions(), CROWD);
		double perSession = (application.liveBytes() - before) / (double) load.nanos().size();
		this.company.delay(SLOW);
		return perSession;
	}

	private Herd herd(Contender contender) {
		ApplicationProcess application = this.applications.get(contender);
		return Herd.comesBack(List.of(application), this.company, HERD,
				() -> new Browser(this.http, application.url(), contender));
	}

	@Override
	public void close() {
		this.applications.values().forEach(ApplicationProcess::close);
		this.company.close();
	}

}
