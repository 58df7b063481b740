package io.github.wecomlogin.web.page;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Combines content security policies.
 */
final class ContentPolicy {

	private static final String NONE = "'none'";

	private ContentPolicy() {
	}

	/**
	 * Adds the sources of further directives to a policy. A directive that the policy
	 * does not have begins with the sources of {@code default-src}, which it replaces.
	 */
	static String extend(String policy, String further) {
		Map<String, String> directives = directives(policy);
		directives(further).forEach((name, sources) -> {
			String there = directives.getOrDefault(name, directives.getOrDefault("default-src", NONE));
			directives.put(name, there.equals(NONE) ? sources : there + " " + sources);
		});
		return directives.entrySet()
			.stream()
			.map((directive) -> (directive.getKey() + " " + directive.getValue()).strip())
			.collect(Collectors.joining("; "));
	}

	private static Map<String, String> directives(String policy) {
		Map<String, String> directives = new LinkedHashMap<>();
		for (String directive : policy.split(";")) {
			String[] parts = directive.strip().split("\\s+", 2);
			if (!parts[0].isEmpty()) {
				// As in browsers, the first one counts
				directives.putIfAbsent(parts[0], (parts.length == 2) ? parts[1] : "");
			}
		}
		return directives;
	}

}
