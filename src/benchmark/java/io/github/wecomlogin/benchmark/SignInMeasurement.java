package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Compares what a sign-in costs: first page, start, callback and page again, with as many
 * requests as the application demands, one application at a time, in turns.
 */
final class SignInMeasurement implements AutoCloseable {

	private static final int CROWD = 32;

	private static final int FEW = 4;

	private static final long SLOW = 50;

	private static final int HERD = 200;

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
		for (Contender contender : this.effort.contenders()) {
			this.applications.put(contender, ApplicationProcess.start(contender, this.company));
			if (this.effort.sessions() > 0) {
				cold.put(contender, herd(contender));
			}
		}
		this.company.delay(0);
		this.applications.forEach((contender, application) -> application.signIns(this.effort.warmUp(), CROWD));
		this.company.takeCalls();
		Map<Contender, Map<String, Long>> calls = new HashMap<>();
		Map<Contender, List<Load>> crowds = new HashMap<>();
		Map<Contender, List<Load>> few = new HashMap<>();
		List<Contender> order = new ArrayList<>(this.effort.contenders());
		for (int round = 0; round < this.effort.rounds(); round++) {
			for (Contender contender : order) {
				ApplicationProcess application = this.applications.get(contender);
				this.company.delay(0);
				crowds.computeIfAbsent(contender, (any) -> new ArrayList<>())
					.add(application.signIns(this.effort.signIns(), CROWD));
				calls.put(contender, this.company.takeCalls());
				this.company.delay(SLOW);
				few.computeIfAbsent(contender, (any) -> new ArrayList<>())
					.add(application.signIns(this.effort.slowSignIns(), FEW));
				this.company.takeCalls();
			}
			Collections.rotate(order, 1);
		}
		report.add(times("sign-in-storm", "Sign-ins, " + CROWD + " at a time, API without delay", crowds), 5);
		report.add(times("sign-in-slow-api", "Sign-ins, " + FEW + " at a time, API with " + SLOW + " ms", few), null);
		targets(report, CROWD + " at a time", crowds);
		targets(report, FEW + " at a time, API " + SLOW + " ms", few);
		report.target("median of a sign-in, 4 at a time, API 50 ms, to the hand-written filter", 1,
				ratio(few, Contender.WECOM_LOGIN, Contender.HAND_WRITTEN, (load) -> load.milliseconds(50)));
		if (this.effort.sessions() > 0) {
			report.add(costs(cold, calls), null);
		}
	}

	private static void targets(Report report, String how, Map<Contender, List<Load>> loads) {
		ToDoubleFunction<Load> cpu = Load::processorMilliseconds;
		report.target("CPU per sign-in, " + how + ", to the hand-written filter", 1,
				ratio(loads, Contender.WECOM_LOGIN, Contender.HAND_WRITTEN, cpu));
		report.target("CPU per sign-in, " + how + ", to plain", 0.6,
				ratio(loads, Contender.WECOM_LOGIN, Contender.PLAIN, cpu));
		report.target("CPU per sign-in of the ready-made application, " + how + ", to plain", 1.3,
				ratio(loads, Contender.APPLICATION, Contender.PLAIN, cpu));
		if (!Contender.BEFORE.isEmpty()) {
			report.target("CPU per sign-in, " + how + ", to the earlier commit", 1,
					ratio(loads, Contender.WECOM_LOGIN, Contender.BEFORE.get(0), cpu));
			report.target("CPU per sign-in of the ready-made application, " + how + ", to the earlier commit", 1,
					ratio(loads, Contender.APPLICATION, Contender.BEFORE.get(1), cpu));
		}
	}

	private static Ratio ratio(Map<Contender, List<Load>> loads, Contender contender, Contender yardstick,
			ToDoubleFunction<Load> figure) {
		return Ratio.of(loads.get(contender), loads.get(yardstick), figure);
	}

	private Table times(String id, String title, Map<Contender, List<Load>> loads) {
		Table table = new Table(id, title, "", "sign-ins/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms per sign-in",
				"CPU, times plain (95 % interval)", "CPU, times hand-written filter (95 % interval)", "failed");
		for (Contender contender : this.effort.contenders()) {
			Load load = Load.all(loads.get(contender));
			table.add(contender, load.perSecond(), load.milliseconds(50), load.milliseconds(95), load.milliseconds(99),
					load.processorMilliseconds(), ratio(loads, contender, Contender.PLAIN, Load::processorMilliseconds),
					ratio(loads, contender, Contender.HAND_WRITTEN, Load::processorMilliseconds), load.failed());
		}
		return table;
	}

	private Table costs(Map<Contender, Herd> cold, Map<Contender, Map<String, Long>> calls) {
		Table table = new Table("sign-in-costs", "Calls and memory", "", "API calls per sign-in",
				HERD + " cold sign-ins at once: gettoken", "failed", "told to come again",
				HERD + " on a withdrawn token: gettoken", "failed", "heap per session, bytes");
		this.company.delay(SLOW);
		for (Contender contender : this.effort.contenders()) {
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
		Load load = application.signIns(this.effort.sessions(), CROWD);
		double perSession = (application.liveBytes() - before) / (double) load.nanos().size();
		this.company.delay(SLOW);
		return perSession;
	}

	private Herd herd(Contender contender) {
		ApplicationProcess application = this.applications.get(contender);
		return Herd.comesBack(List.of(application), this.company, HERD, application::browser);
	}

	@Override
	public void close() {
		this.applications.values().forEach(ApplicationProcess::close);
		this.company.close();
	}

}
