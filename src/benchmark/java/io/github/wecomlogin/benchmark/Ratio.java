package io.github.wecomlogin.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * How many times the processor time of one thing another one takes.
 *
 * @param mean the mean of all rounds
 * @param error half of the interval in which it is with 95 % confidence
 */
record Ratio(double mean, double error) {

	private static final double CONFIDENCE = 0.95;

	/**
	 * Compares round by round, because neighbours in time have most in common.
	 */
	static Ratio of(List<Load> loads, List<Load> yardsticks) {
		SummaryStatistics ratios = new SummaryStatistics();
		IntStream.range(0, loads.size())
			.forEach((round) -> ratios
				.addValue(loads.get(round).processorMilliseconds() / yardsticks.get(round).processorMilliseconds()));
		double t = new TDistribution(loads.size() - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
		return new Ratio(ratios.getMean(), t * ratios.getStandardDeviation() / Math.sqrt(loads.size()));
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%.3f ± %.3f", this.mean, this.error);
	}

}
