package io.github.wecomlogin.benchmark;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the processor time of a sign-in goes, as Java's flight recorder sees it from
 * within.
 */
final class ProfileMeasurement {

	private static final int AT_A_TIME = 32;

	private final Effort effort;

	private ProfileMeasurement(Effort effort) {
		this.effort = effort;
	}

	static void run(Report report, Effort effort) {
		ProfileMeasurement measurement = new ProfileMeasurement(effort);
		List<String> columns = new ArrayList<>(List.of("", "CPU ms per sign-in"));
		Arrays.stream(Profile.Part.values()).map((part) -> part + ", %").forEach(columns::add);
		Table table = new Table("profile", "Where the processor time of a sign-in goes",
				columns.toArray(String[]::new));
		for (Contender contender : List.of(Contender.WECOM_LOGIN, Contender.PLAIN, Contender.HAND_WRITTEN,
				Contender.APPLICATION)) {
			measurement.add(table, contender);
		}
		table.note("Sampled by " + Profile.samples() + ". What the JDK does is said of the code that has it done,"
				+ " and only if that is nobody's it is the JDK's own: threads of its HTTP client, for example."
				+ " The collector, the compiler and, before JDK 25, the system are not in the shares.");
		report.add(table, null);
	}

	private void add(Table table, Contender contender) {
		RunnableJar jar = contender.jar();
		Path recording = jar.neighbour("sign-in.jfr");
		Instant begin;
		Instant end;
		Load load;
		try (CompanyServer company = new CompanyServer();
				ApplicationProcess application = ApplicationProcess.start(jar.with(Profile.flags(recording)),
						contender.arguments(company))) {
			application.signIns(this.effort.warmUp(), AT_A_TIME).withoutFailures(contender);
			begin = Instant.now();
			load = application.signIns(this.effort.rounds() * this.effort.signIns(), AT_A_TIME)
				.withoutFailures(contender);
			end = Instant.now();
		}
		Profile profile = Profile.read(recording, begin, end);
		List<Object> row = new ArrayList<>(List.of(contender, load.processorMilliseconds()));
		Arrays.stream(Profile.Part.values()).map(profile::percent).forEach(row::add);
		table.add(row.toArray());
	}

}
