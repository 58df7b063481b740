package io.github.wecomlogin.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What was measured, for people and for programs.
 */
final class Report {

	private final Instant date = Instant.now().truncatedTo(ChronoUnit.SECONDS);

	private final Table targets = new Table("targets", "Targets", "", "target", "measured (95 % interval)", "met");

	private final List<Row> rows = new ArrayList<>();

	private final List<Table> tables = new ArrayList<>();

	private final Map<String, String> plots = new LinkedHashMap<>();

	void add(String what, double value, String unit) {
		add(new Row(what, value, unit, null, null));
	}

	void add(Row row) {
		this.rows.add(row);
		System.out.println(row.markdown());
	}

	/**
	 * Adds a target that a ratio is to be at most as large as.
	 */
	void target(String what, double limit, Ratio measured) {
		target(what, "at most " + limit, measured, measured.mean() <= limit);
	}

	void target(String what, String target, Object measured, boolean met) {
		this.targets.add(what, target, measured, met ? "yes" : "no");
	}

	/**
	 * Adds a table.
	 * @param plotted the column to show as bars, or {@code null} for none
	 */
	void add(Table table, @Nullable Integer plotted) {
		this.tables.add(table);
		if (plotted != null) {
			this.plots.put(table.id() + ".svg", table.svg(plotted));
		}
	}

	void write(Path directory) throws IOException {
		Files.createDirectories(directory);
		String markdown = markdown();
		Files.writeString(directory.resolve("benchmark.md"), markdown);
		Files.writeString(directory.resolve("benchmark.csv"), csv());
		for (Table table : this.tables) {
			Files.writeString(directory.resolve(table.id() + ".csv"), table.csv());
		}
		for (Map.Entry<String, String> plot : this.plots.entrySet()) {
			Files.writeString(directory.resolve(plot.getKey()), plot.getValue());
		}
		System.out.println(markdown);
	}

	private String markdown() {
		StringBuilder text = new StringBuilder("# Benchmark\n\n");
		environment().forEach((line) -> text.append("- ").append(line).append('\n'));
		text.append('\n');
		text.append(this.targets.markdown()).append('\n');
		this.tables.forEach((table) -> text.append(table.markdown()).append('\n'));
		if (!this.rows.isEmpty()) {
			text.append("## Small things\n\n| | | ± | of one HMAC-SHA-256 |\n| --- | ---: | ---: | ---: |\n");
			this.rows.forEach((row) -> text.append(row.markdown()).append('\n'));
		}
		return text.toString();
	}

	private String csv() {
		StringBuilder text = new StringBuilder("what,value,unit,error,times_hmac,jdk,cores,date\n");
		String where = "," + Runtime.version() + "," + Runtime.getRuntime().availableProcessors() + "," + this.date;
		this.rows.forEach((row) -> text.append(row.csv()).append(where).append('\n'));
		return text.toString();
	}

	private List<String> environment() {
		Runtime runtime = Runtime.getRuntime();
		return List.of(this.date.toString(), System.getProperty("java.vm.vendor") + " JDK " + Runtime.version(),
				runtime.availableProcessors() + " cores, heap up to " + runtime.maxMemory() / 1_000_000 + " MB",
				String.format(Locale.ROOT, "%,d members, %,d departments on %d levels, %d tags of %,d members",
						LargeCompany.MEMBERS, LargeCompany.DEPARTMENTS, LargeCompany.level(LargeCompany.DEPARTMENTS),
						LargeCompany.TAGS, LargeCompany.MEMBERS_OF_TAG));
	}

	/**
	 * One measurement.
	 *
	 * @param what what was measured
	 * @param value the result
	 * @param unit its unit
	 * @param error half of the confidence interval, or {@code null} if it was measured
	 * once
	 * @param ratio how many times the yardstick it is, or {@code null} if that is
	 * something else
	 */
	record Row(String what, double value, String unit, @Nullable Double error, @Nullable Double ratio) {

		private String markdown() {
			return "| " + this.what + " | " + number(this.value) + " " + this.unit + " | " + number(this.error) + " | "
					+ number(this.ratio) + " |";
		}

		private String csv() {
			return String.join(",", this.what.replace(',', ';'), number(this.value), this.unit, number(this.error),
					number(this.ratio));
		}

		private static String number(@Nullable Double number) {
			return (number != null) ? String.format(Locale.ROOT, "%.3f", number) : "";
		}

	}

}
