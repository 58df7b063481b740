package io.github.wecomlogin.app.admin;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes comma-separated values (RFC 4180) that spreadsheets open as text. Starts with a
 * byte order mark, by which Excel recognises UTF-8. What a spreadsheet would evaluate as
 * a formula is preceded by an apostrophe: at the start of a value, and after a semicolon,
 * a tab or a line break in it, where a spreadsheet with another list separator begins a
 * new cell.
 */
final class Csv {

	/**
	 * The positions before a formula, also in full width and behind quotes or invisible
	 * characters, and before a value that starts with a control character.
	 */
	private static final Pattern FORMULA = Pattern
		.compile("^(?=[\\t\\r\\n])|(?<![^;\\t\\r\\n])(?=[\\s\\p{Z}\\p{C}\"]*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20])");

	private final Appendable out;

	Csv(Appendable out) throws IOException {
		this.out = out;
		out.append('\uFEFF');
	}

	void row(String... values) throws IOException {
		this.out.append(Arrays.stream(values).map(Csv::quoted).collect(Collectors.joining(","))).append("\r\n");
	}

	private static String quoted(String value) {
		return '"' + FORMULA.matcher(value).replaceAll("'").replace("\"", "\"\"") + '"';
	}

}
