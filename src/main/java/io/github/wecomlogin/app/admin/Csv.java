package io.github.wecomlogin.app.admin;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Writes comma-separated values (RFC 4180) that spreadsheets open as text. Starts with a
 * byte order mark, by which Excel recognises UTF-8. A value that a spreadsheet would
 * evaluate as a formula is preceded by an apostrophe.
 */
final class Csv {

	/**
	 * First characters of a formula, also in full width.
	 */
	private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

	private static final String CONTROL = "\t\r\n";

	private final Appendable out;

	Csv(Appendable out) throws IOException {
		this.out = out;
		out.append('\uFEFF');
	}

	void row(String... values) throws IOException {
		this.out.append(Arrays.stream(values).map(Csv::quoted).collect(Collectors.joining(","))).append("\r\n");
	}

	private static String quoted(String value) {
		return '"' + (isFormula(value) ? "'" : "") + value.replace("\"", "\"\"") + '"';
	}

	/**
	 * Whether the first visible character begins a formula, or the first one a control
	 * sequence.
	 */
	private static boolean isFormula(String value) {
		return (!value.isEmpty() && CONTROL.indexOf(value.charAt(0)) >= 0) || value.codePoints()
			.dropWhile(Csv::isInvisible)
			.limit(1)
			.anyMatch((character) -> FORMULA.indexOf(character) >= 0);
	}

	private static boolean isInvisible(int character) {
		return Character.isWhitespace(character) || Character.isSpaceChar(character)
				|| Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
	}

}
