package io.github.wecomlogin.benchmark;

import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

/**
 * What growth costs, step by step: of the company, and of the number of nodes.
 */
final class ScaleMeasurement {

	private ScaleMeasurement() {
	}

	static void run(Report report, ScaleEffort effort) {
		MemberScaleMeasurement.run(report, effort);
		NodeScaleMeasurement.run(report, effort);
	}

	/**
	 * Returns how many times the figure of the row before a figure is, or nothing if that
	 * row is not there or has none.
	 */
	static <T> Object growth(ToDoubleFunction<T> figure, T row, @Nullable T before) {
		return (before != null && figure.applyAsDouble(before) > 0)
				? figure.applyAsDouble(row) / figure.applyAsDouble(before) : "";
	}

}
