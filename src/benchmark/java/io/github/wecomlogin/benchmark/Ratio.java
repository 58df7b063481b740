package io.github.wecomlogin.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * How many times as much of something one thing takes as another.
 *
 * @param mean the mean of all rounds
 * @param error half of the interval in which it is with 95 % confidence
 */
record Ratio(double mean, double error) {

	private static final double CONFIDENCE = 0.95;

	/**
	 * Compares round by round, because neighbours in time have most in common.
	 */
	static <T> Ratio of(List<T> rounds, List<T> yardsticks, ToDoubleFunction<T> figure) {
		SummaryStatistics ratios = new SummaryStatistics();
		IntStream.range(0, rounds.size())
			.forEach((round) -> ratios
				.addValue(figure.applyAsDouble(rounds.get(round)) / figure.applyAsDouble(yardsticks.get(round))));
		double t = new TDistribution(rounds.size() - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
		return new Ratio(ratios.getMean(), t * ratios.getStandardDeviation() / Math.sqrt(rounds.size()));
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%.3f ± %.3f", this.mean, this.error);
	}

}
