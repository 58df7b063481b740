package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a larger company costs: all sizes in turns, so that nothing grows or shrinks only
 * because Java compiles it meanwhile.
 */
final class MemberScaleMeasurement implements AutoCloseable {

	private static final int CROWD = 32;

	private final List<ScaledApplication> applications = new ArrayList<>();

	private final ScaleEffort effort;

	private MemberScaleMeasurement(ScaleEffort effort) {
		this.effort = effort;
	}

	static void run(Report report, ScaleEffort effort) {
		try (MemberScaleMeasurement measurement = new MemberScaleMeasurement(effort)) {
			measurement.measure(report);
		}
	}

	private void measure(Report report) {
		ScaledCompany smallest = new ScaledCompany(this.effort.members().get(0));
		try (ScaledApplication warmUp = ScaledApplication.withRules(smallest)) {
			// Or the first application would wait for classes that visitor and company
			// load
			warmUp.signInFirst();
		}
		this.applications.add(ScaledApplication.withoutRules(smallest));
		this.effort.members()
			.forEach((members) -> this.applications.add(ScaledApplication.withRules(new ScaledCompany(members))));
		this.applications.forEach(ScaledApplication::signInFirst);
		this.applications.forEach((application) -> application.signIns(this.effort.warmUp(), CROWD));
		List<ScaledApplication> order = new ArrayList<>(this.applications);
		for (int round = 0; round < this.effort.rounds(); round++) {
			order.forEach((application) -> application.measure(this.effort.signIns(), CROWD));
			Collections.rotate(order, 1);
		}
		report.add(times(), null);
		report.add(memory(), null);
	}

	private Table times() {
		Table table = new Table("scale-members", "Sign-ins as the company grows, " + CROWD + " at a time", "",
				"sign-ins/s", "p50 ms", "p99 ms", "CPU ms per sign-in", "members, times the row before",
				"CPU, times the row before (95 % interval)");
		ScaledApplication before = null;
		for (ScaledApplication application : this.applications) {
			Load load = Load.all(application.loads());
			table.add(application, load.perSecond(), load.milliseconds(50), load.milliseconds(99),
					load.processorMilliseconds(),
					ScaleMeasurement.growth(ScaledApplication::members, application, before),
					(before != null) ? Ratio.of(application.loads(), before.loads(), Load::processorMilliseconds) : "");
			before = application;
		}
		return table;
	}

	private Table memory() {
		Table table = new Table("scale-members-memory", "Memory as the company grows", "",
				"first sign-in, which waits until the company is read, ms", "live heap then, bytes",
				"more than without rules, bytes", "heap per session, bytes", "members, times the row before",
				"live heap, times the row before", "more than without rules, times the row before");
		ScaledApplication before = null;
		for (ScaledApplication application : this.applications) {
			table.add(application, application.millisecondsOfFirst(), application.liveBytes(),
					companyBytes(application), application.heapPerSession(this.effort.sessions(), CROWD),
					ScaleMeasurement.growth(ScaledApplication::members, application, before),
					ScaleMeasurement.growth(ScaledApplication::liveBytes, application, before),
					ScaleMeasurement.growth(this::companyBytes, application, before));
			before = application;
		}
		return table;
	}

	private long companyBytes(ScaledApplication application) {
		return application.liveBytes() - this.applications.get(0).liveBytes();
	}

	@Override
	public void close() {
		this.applications.forEach(ScaledApplication::close);
	}

}
