package io.github.wecomlogin.benchmark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs all benchmarks and writes what came out.
 */
public final class Benchmarks {

	private static final String YARDSTICK = YardstickBenchmark.class.getName() + ".hmac";

	private static final String PACKAGES = "^io\\.github\\.wecomlogin\\.";

	private static final Map<String, Measurement> MEASUREMENTS = new LinkedHashMap<>();
	static {
		MEASUREMENTS.put("directory", (report, effort) -> DirectoryMeasurement.run(report));
		MEASUREMENTS.put("sign-in", SignInMeasurement::run);
		MEASUREMENTS.put("rush", RushMeasurement::run);
		MEASUREMENTS.put("hanging", HangingMeasurement::run);
		MEASUREMENTS.put("event", EventMeasurement::run);
		MEASUREMENTS.put("profile", ProfileMeasurement::run);
		MEASUREMENTS.put("page", PageMeasurement::run);
		MEASUREMENTS.put("flood", FloodMeasurement::run);
		MEASUREMENTS.put("scale", (report, effort) -> ScaleMeasurement.run(report, effort.scale()));
		MEASUREMENTS.put("start", StartMeasurement::run);
		MEASUREMENTS.put("http-client", HttpClientMeasurement::run);
		MEASUREMENTS.put("small", Benchmarks::smallThings);
	}

	/**
	 * What has a target.
	 */
	private static final Set<String> TARGETS = Set.of("sign-in", "rush", "hanging", "page", "event");

	private Benchmarks() {
	}

	/**
	 * Runs all benchmarks, or those that {@code -Dbenchmark.only} names; {@code targets}
	 * means those with a target, or those of them that are named too, with less effort.
	 * @param args the directory for the results
	 * @throws Exception if a benchmark fails
	 */
	public static void main(String[] args) throws Exception {
		Set<String> asked = Arrays.stream(System.getProperty("benchmark.only", "").split(","))
			.filter((name) -> !name.isEmpty())
			.collect(Collectors.toCollection(TreeSet::new));
		boolean targets = asked.remove("targets");
		if (asked.isEmpty()) {
			asked.addAll(targets ? TARGETS : MEASUREMENTS.keySet());
			if (!Contender.BEFORE.isEmpty()) {
				asked.add("start");
			}
		}
		if (!MEASUREMENTS.keySet().containsAll(asked)) {
			throw new IllegalArgumentException("There are targets and " + MEASUREMENTS.keySet());
		}
		Effort effort = Effort.asked(targets);
		Report report = new Report();
		for (Map.Entry<String, Measurement> measurement : MEASUREMENTS.entrySet()) {
			if (asked.contains(measurement.getKey())) {
				measurement.getValue().run(report, effort);
			}
		}
		report.write(Path.of(args[0]));
	}

	private static void smallThings(Report report, Effort effort) throws RunnerException {
		Collection<RunResult> results = new Runner(
				new OptionsBuilder().include(PACKAGES).shouldFailOnError(true).build())
			.run();
		double yardstick = results.stream()
			.filter((result) -> result.getParams().getBenchmark().equals(YARDSTICK))
			.mapToDouble((result) -> result.getPrimaryResult().getScore())
			.findAny()
			.orElseThrow();
		results.forEach((result) -> report.add(row(result, yardstick)));
	}

	private static Report.Row row(RunResult result, double yardstick) {
		BenchmarkParams params = result.getParams();
		StringBuilder what = new StringBuilder(
				params.getBenchmark().replaceFirst(PACKAGES, "").replaceFirst("^benchmark\\.", ""));
		params.getParamsKeys().forEach((key) -> what.append(' ').append(key).append('=').append(params.getParam(key)));
		Result<?> score = result.getPrimaryResult();
		return new Report.Row(what.toString(), score.getScore(), score.getScoreUnit().replace("us/op", "µs"),
				score.getScoreError(), score.getScore() / yardstick);
	}

	/**
	 * Measures something.
	 */
	@FunctionalInterface
	private interface Measurement {

		void run(Report report, Effort effort) throws Exception;

	}

}
