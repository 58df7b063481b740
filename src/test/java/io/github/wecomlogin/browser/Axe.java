package io.github.wecomlogin.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.microsoft.playwright.Page;

/**
 * Checks pages for accessibility with axe-core.
 */
final class Axe {

	private static final String ALL = "";

	private static final String COLORS = "runOnly: ['color-contrast'],";

	private static final String RUN = """
			axe.run(document, { %s resultTypes: ['violations'] }).then((results) => results.violations.flatMap(
				(violation) => violation.nodes.map((node) => `${violation.id}: ${node.html} ${node.failureSummary}`)))
			""";

	private Axe() {
	}

	/**
	 * Returns the source, which each page must run before it is checked.
	 */
	static String source() {
		try (InputStream source = Axe.class.getResourceAsStream("/axe.min.js")) {
			return new String(source.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the violations of all rules.
	 */
	static List<String> violations(Page page) {
		return run(page, ALL);
	}

	/**
	 * Returns the violations of the rule that depends on the color scheme.
	 */
	static List<String> violationsOfColors(Page page) {
		return run(page, COLORS);
	}

	@SuppressWarnings("unchecked")
	private static List<String> run(Page page, String rules) {
		return (List<String>) page.evaluate(RUN.formatted(rules));
	}

}
