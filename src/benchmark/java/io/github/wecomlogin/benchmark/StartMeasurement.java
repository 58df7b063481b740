package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How long an application takes to answer its first request, and what it then has in
 * memory: an empty one, and the same with a login, all packaged in the same way.
 */
final class StartMeasurement {

	/**
	 * A company that is not called, and what the ready-made application needs.
	 */
	private static final List<String> ARGUMENTS = Stream
		.concat(Stream.of("--company=http://127.0.0.1:9"), Contender.APPLICATION.arguments().stream())
		.toList();

	private static final String APPLICATION = Contender.APPLICATION.name();

	private final Map<String, RunnableJar> jars;

	private final Map<String, List<Start>> starts = new LinkedHashMap<>();

	private StartMeasurement(Map<String, RunnableJar> jars) {
		this.jars = jars;
	}

	static void run(Report report, Effort effort) {
		Table table = new Table("start", "Start", "", "first request answered, ms",
				"times empty in the same package (95 % interval)", "live heap, bytes", "resident, bytes");
		List<StartMeasurement> packages = packages();
		if (!AotCache.isAvailable()) {
			table.note("Run with JDK %d or newer for the same with an AOT cache.".formatted(AotCache.JDK));
		}
		for (int round = 0; round < effort.starts(); round++) {
			packages.forEach(StartMeasurement::start);
		}
		packages.forEach((measurement) -> measurement.addTo(table));
		report.add(table, null);
		if (!Contender.BEFORE.isEmpty()) {
			Map<String, List<Start>> starts = packages.get(0).starts;
			report.target("start of the ready-made application, to the earlier commit", 1,
					Ratio.of(starts.get(APPLICATION), starts.get(Contender.BEFORE.get(1).name()), Start::milliseconds));
		}
	}

	private static List<StartMeasurement> packages() {
		StartMeasurement built = built();
		if (!AotCache.isAvailable()) {
			return List.of(built);
		}
		// Also without the cache: what the package does is not what the cache does
		StartMeasurement extracted = built.packaged(", extracted", RunnableJar::extracted);
		return List.of(built, extracted, extracted.packaged(", AOT cache", (jar) -> AotCache.train(jar, ARGUMENTS)));
	}

	private static StartMeasurement built() {
		Map<String, RunnableJar> jars = new LinkedHashMap<>();
		jars.put("empty application", RunnableJar.of(Workspace.build(), "empty"));
		jars.put("with plain oauth2Login", Contender.PLAIN.jar());
		jars.put("with wecom-login", Contender.WECOM_LOGIN.jar());
		jars.put(APPLICATION, Contender.APPLICATION.jar());
		Contender.BEFORE.forEach((contender) -> jars.put(contender.name(), contender.jar()));
		return new StartMeasurement(jars);
	}

	private StartMeasurement packaged(String how, UnaryOperator<RunnableJar> change) {
		Map<String, RunnableJar> jars = new LinkedHashMap<>();
		this.jars.forEach((name, jar) -> jars.put(name + how, change.apply(jar)));
		return new StartMeasurement(jars);
	}

	private void start() {
		this.jars
			.forEach((name, jar) -> this.starts.computeIfAbsent(name, (any) -> new ArrayList<>()).add(Start.of(jar)));
	}

	private void addTo(Table table) {
		List<Start> empty = this.starts.values().iterator().next();
		this.starts.forEach((name, each) -> table.add(name, median(each.stream().map(Start::milliseconds).toList()),
				(each == empty) ? "1" : Ratio.of(each, empty, Start::milliseconds).toString(),
				median(each.stream().map(Start::liveBytes).toList()),
				median(each.stream().map(Start::residentBytes).toList())));
	}

	private static long median(List<Long> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	private record Start(long milliseconds, long liveBytes, long residentBytes) {

		private static Start of(RunnableJar jar) {
			try (ApplicationProcess application = ApplicationProcess.start(jar, ARGUMENTS)) {
				long resident = application.residentBytes();
				return new Start(application.millisecondsToStart(), application.liveBytes(), resident);
			}
		}

	}

}
