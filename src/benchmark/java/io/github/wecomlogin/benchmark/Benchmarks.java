package io.github.wecomlogin.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

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

	private Benchmarks() {
	}

	/**
	 * Runs all benchmarks.
	 * @param args the directory for the results
	 * @throws IOException if they cannot be written
	 * @throws RunnerException if a benchmark fails
	 */
	public static void main(String[] args) throws IOException, RunnerException {
		Report report = new Report();
		HangingWeComMeasurement.run(report);
		DirectoryMeasurement.run(report);
		Collection<RunResult> results = new Runner(
				new OptionsBuilder().include("^" + Benchmarks.class.getPackageName().replace(".", "\\."))
					.shouldFailOnError(true)
					.build())
			.run();
		double yardstick = results.stream()
			.filter((result) -> result.getParams().getBenchmark().equals(YARDSTICK))
			.mapToDouble((result) -> result.getPrimaryResult().getScore())
			.findAny()
			.orElseThrow();
		results.forEach((result) -> report.add(row(result, yardstick)));
		report.write(Path.of(args[0]));
	}

	private static Report.Row row(RunResult result, double yardstick) {
		BenchmarkParams params = result.getParams();
		StringBuilder what = new StringBuilder(
				params.getBenchmark().substring(Benchmarks.class.getPackageName().length() + 1));
		params.getParamsKeys().forEach((key) -> what.append(' ').append(key).append('=').append(params.getParam(key)));
		Result<?> score = result.getPrimaryResult();
		return new Report.Row(what.toString(), score.getScore(), score.getScoreUnit().replace("us/op", "µs"),
				score.getScoreError(), score.getScore() / yardstick);
	}

}
