package io.github.wecomlogin.packaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.wecomlogin.refusal.WeComRefusal;

/**
 * What {@code /actuator/prometheus} answered.
 */
final class Scrape {

	private static final Pattern SERIES = Pattern.compile("(?m)^([a-z_]\\w*)(?:\\{(.*)})? \\S+$");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

	/**
	 * Labels that Prometheus adds to each series.
	 */
	private static final Set<String> OF_TARGETS = Set.of("job", "instance");

	/**
	 * Labels whose values may not occur in a run, since each is the code of a refusal.
	 */
	private static final Set<String> OF_REFUSALS = Set.of("outcome", "reason");

	private final Map<String, List<Map<String, String>>> series = new HashMap<>();

	Scrape(String exposition) {
		Matcher matcher = SERIES.matcher(exposition);
		while (matcher.find()) {
			Map<String, String> labels = new HashMap<>();
			LABEL.matcher((matcher.group(2) != null) ? matcher.group(2) : "")
				.results()
				.forEach((label) -> labels.put(label.group(1), label.group(2)));
			this.series.computeIfAbsent(matcher.group(1), (name) -> new ArrayList<>()).add(labels);
		}
	}

	/**
	 * Returns what a query reads and the application does not have.
	 */
	List<String> missing(String query) {
		PromQuery parsed = PromQuery.parse(query);
		return parsed.selectors().stream().flatMap((selector) -> missing(selector, parsed.grouping())).toList();
	}

	private Stream<String> missing(PromQuery.Selector selector, Set<String> grouping) {
		String metric = selector.metric();
		if (!this.series.containsKey(metric)) {
			return Stream.of("metric " + metric);
		}
		Stream<String> labels = Stream
			.concat(grouping.stream(), selector.matchers().stream().map(PromQuery.LabelMatcher::label))
			.filter((label) -> !OF_TARGETS.contains(label) && values(metric, label).isEmpty())
			.map((label) -> "label " + label + " of " + metric);
		Stream<String> values = selector.matchers()
			.stream()
			.filter((matcher) -> !OF_TARGETS.contains(matcher.label()) && !isKnown(metric, matcher))
			.map((matcher) -> "value " + matcher.value() + " of " + matcher.label() + " of " + metric);
		return Stream.concat(labels, values);
	}

	private boolean isKnown(String metric, PromQuery.LabelMatcher matcher) {
		return values(metric, matcher.label()).stream().anyMatch(matcher::names)
				|| (OF_REFUSALS.contains(matcher.label())
						&& Stream.of(WeComRefusal.values()).map(WeComRefusal::code).anyMatch(matcher::names));
	}

	private List<String> values(String metric, String label) {
		return this.series.get(metric)
			.stream()
			.filter((labels) -> labels.containsKey(label))
			.map((labels) -> labels.get(label))
			.toList();
	}

}
