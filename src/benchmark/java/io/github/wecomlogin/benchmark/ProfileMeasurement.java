package io.github.wecomlogin.benchmark;

import java.net.http.HttpClient;
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

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

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
		for (Contender contender : List.of(Contender.WECOM_LOGIN, Contender.PLAIN, Contender.WXJAVA)) {
			measurement.add(table, contender);
		}
		table.note("Sampled by " + Profile.samples() + ". What the JDK does is said of the code that has it done,"
				+ " and only if that is nobody's it is the JDK's own: threads of its HTTP client, for example."
				+ " The collector, the compiler and, before JDK 25, the system are not in the shares.");
		report.add(table, null);
	}

	private void add(Table table, Contender contender) {
		RunnableJar jar = RunnableJar.of(contender.directory());
		Path recording = jar.neighbour("sign-in.jfr");
		Instant begin;
		Instant end;
		Load load;
		try (CompanyServer company = new CompanyServer();
				ApplicationProcess application = ApplicationProcess.start(jar.with(Profile.flags(recording)),
						contender.arguments(company))) {
			signIns(application, contender, this.effort.warmUp());
			begin = Instant.now();
			load = signIns(application, contender, this.effort.rounds() * this.effort.signIns());
			end = Instant.now();
		}
		Profile profile = Profile.read(recording, begin, end);
		List<Object> row = new ArrayList<>(List.of(contender, load.processorMilliseconds()));
		Arrays.stream(Profile.Part.values()).map(profile::percent).forEach(row::add);
		table.add(row.toArray());
	}

	private Load signIns(ApplicationProcess application, Contender contender, int times) {
		Load load = Load.put(application, times, AT_A_TIME,
				() -> () -> new Browser(this.http, application.url(), contender).signIn());
		if (load.failed() > 0) {
			throw new IllegalStateException(contender + ": " + load.failures());
		}
		return load;
	}

}
