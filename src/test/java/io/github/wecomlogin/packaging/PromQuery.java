package io.github.wecomlogin.packaging;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics and labels that a PromQL query reads. Whether the query is well-formed is
 * for {@code promtool} to say.
 *
 * @param selectors the metrics, each with its label matchers
 * @param grouping the labels of {@code by} and {@code on}
 */
record PromQuery(List<Selector> selectors, Set<String> grouping) {

	private static final Pattern TOKEN = Pattern
		.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^]]*]|[A-Za-z_][\\w:]*|\\d[\\w.]*|[=!<>]=|[=!]~|\\S");

	private static final Set<String> GROUPING = Set.of("by", "on");

	private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "sum", "max", "rate", "increase");

	static PromQuery parse(String query) {
		List<String> tokens = TOKEN.matcher(query).results().map((token) -> token.group()).toList();
		List<Selector> selectors = new ArrayList<>();
		Set<String> grouping = new LinkedHashSet<>();
		for (int i = 0; i < tokens.size(); i++) {
			String token = tokens.get(i);
			String next = (i + 1 < tokens.size()) ? tokens.get(i + 1) : "";
			if (GROUPING.contains(token)) {
				int end = i + 2 + tokens.subList(i + 2, tokens.size()).indexOf(")");
				tokens.subList(i + 2, end).stream().filter((label) -> !label.equals(",")).forEach(grouping::add);
				i = end;
			}
			else if (next.equals("{")) {
				int end = i + 2 + tokens.subList(i + 2, tokens.size()).indexOf("}");
				selectors.add(new Selector(token, matchers(tokens.subList(i + 2, end))));
				i = end;
			}
			else if (Character.isLetter(token.charAt(0)) && !WORDS.contains(token)) {
				selectors.add(new Selector(token, List.of()));
			}
		}
		return new PromQuery(selectors, grouping);
	}

	private static List<LabelMatcher> matchers(List<String> tokens) {
		List<LabelMatcher> matchers = new ArrayList<>();
		for (int i = 0; i < tokens.size(); i += 4) {
			String value = tokens.get(i + 2);
			matchers.add(new LabelMatcher(tokens.get(i), tokens.get(i + 1), value.substring(1, value.length() - 1)));
		}
		return matchers;
	}

	record Selector(String metric, List<LabelMatcher> matchers) {

	}

	record LabelMatcher(String label, String operator, String value) {

		/**
		 * Whether the value is one that this matcher includes or excludes.
		 */
		boolean names(String candidate) {
			Matcher whole = Pattern.compile(this.operator.endsWith("~") ? this.value : Pattern.quote(this.value))
				.matcher(candidate);
			return whole.matches();
		}

	}

}
