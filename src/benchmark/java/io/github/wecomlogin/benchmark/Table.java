package io.github.wecomlogin.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Figures side by side.
 */
final class Table {

	private final String id;

	private final String title;

	private final List<String> columns;

	private final List<List<String>> rows = new ArrayList<>();

	private final List<String> notes = new ArrayList<>();

	Table(String id, String title, String... columns) {
		this.id = id;
		this.title = title;
		this.columns = List.of(columns);
	}

	/**
	 * Adds a row.
	 * @param cells numbers, which are rounded, and texts
	 */
	void add(Object... cells) {
		List<String> row = Arrays.stream(cells).map(Table::text).toList();
		if (row.size() != this.columns.size()) {
			throw new IllegalArgumentException("There are " + this.columns.size() + " columns");
		}
		this.rows.add(row);
		System.out.println(line(row));
	}

	/**
	 * Adds a sentence for people, below the figures.
	 */
	void note(String sentence) {
		this.notes.add(sentence);
		System.out.println(sentence);
	}

	private static String text(Object cell) {
		if (cell instanceof Double number) {
			return String.format(Locale.ROOT, (Math.abs(number) < 10) ? "%.2f" : "%,.0f", number);
		}
		return (cell instanceof Number number) ? String.format(Locale.ROOT, "%,d", number.longValue())
				: cell.toString();
	}

	String id() {
		return this.id;
	}

	String markdown() {
		List<String> alignment = new ArrayList<>(Collections.nCopies(this.columns.size(), "---:"));
		alignment.set(0, "---");
		return "## " + this.title + "\n\n" + line(this.columns) + "\n" + line(alignment) + "\n"
				+ this.rows.stream().map(Table::line).collect(Collectors.joining("\n")) + "\n"
				+ this.notes.stream().map((note) -> "\n" + note + "\n").collect(Collectors.joining());
	}

	private static String line(List<String> cells) {
		return "| " + String.join(" | ", cells) + " |";
	}

	String csv() {
		return csv(this.columns) + this.rows.stream().map(Table::csv).collect(Collectors.joining());
	}

	private static String csv(List<String> cells) {
		return cells.stream()
			.map((cell) -> "\"" + cell.replace("\"", "\"\"") + "\"")
			.collect(Collectors.joining(",", "", "\n"));
	}

	/**
	 * Returns a column of numbers as bars.
	 */
	String svg(int column) {
		return BarChart.svg(this.title + ": " + this.columns.get(column), this.rows.stream()
			.map((row) -> new BarChart.Bar(row.get(0), Double.parseDouble(row.get(column).replaceAll("[^0-9.]", ""))))
			.toList());
	}

}
