package io.github.wecomlogin;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wecomlogin.refusal.RefusalAction;
import io.github.wecomlogin.refusal.WeComRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The message bundles: both languages say the same, and the code uses exactly their keys.
 */
class MessageBundlesTests {

	private static final Path RESOURCES = Path.of("src/main/resources");

	private static final String OURS = "io/github/wecomlogin/";

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{([0-9]+)[,}]");

	/**
	 * Keys that the application's pages compose of a name.
	 */
	private static final Pattern COMPOSED = Pattern
		.compile("role\\.(no-longer-given|with-next-check)" + "|setup\\.status\\.(ok|warning|failed|skipped)"
				+ "|sessions\\.(in_client|web_login)|lookup\\.(not_visible|misconfigured)\\.(title|text)"
				+ "|error\\.[345][0-9x]{2}\\.text");

	static List<String> bundles() throws IOException {
		try (Stream<Path> files = Files.walk(RESOURCES)) {
			List<String> bundles = files.map((file) -> RESOURCES.relativize(file).toString().replace('\\', '/'))
				.filter((name) -> name.endsWith(".properties"))
				.map((name) -> name.replaceAll("(_zh)?\\.properties$", ""))
				.distinct()
				.sorted()
				.toList();
			assertThat(bundles).containsExactly(OURS + "app/doctor/texts", OURS + "app/operators",
					OURS + "client/errors", OURS + "doctor/findings", OURS + "refusal/messages",
					OURS + "simulator/page/texts", OURS + "util/operators", "messages");
			return bundles;
		}
	}

	@ParameterizedTest
	@MethodSource("bundles")
	void whenInEnglishAndChineseThenSameKeysAndPlaceholders(String bundle) throws IOException {
		Properties english = load(bundle + ".properties");
		Properties chinese = load(bundle + "_zh.properties");
		assertThat(chinese.stringPropertyNames()).isNotEmpty().isEqualTo(english.stringPropertyNames());
		for (String key : english.stringPropertyNames()) {
			assertThat(placeholders(chinese.getProperty(key))).as(key)
				.isEqualTo(placeholders(english.getProperty(key)));
			assertThat(english.getProperty(key)).as(key).isNotBlank();
			assertThat(chinese.getProperty(key)).as(key).isNotBlank();
		}
	}

	@ParameterizedTest
	@MethodSource("bundles")
	void whenTextIsAPatternThenItsQuotesAreDoubled(String bundle) throws IOException {
		for (String language : List.of("", "_zh")) {
			load(bundle + language + ".properties").forEach((key, text) -> {
				boolean pattern = !placeholders((String) text).isEmpty();
				String otherQuotes = pattern ? ((String) text).replace("''", "") : (String) text;
				assertThat(otherQuotes).as("%s", key).doesNotContain(pattern ? "'" : "''");
			});
		}
	}

	@Test
	void whenOperatorsReadTextsThenAllAreInTheBundleAndUsed() throws IOException {
		Set<String> keys = load(OURS + "util/operators.properties").stringPropertyNames();
		String rooms = keys.stream()
			.filter((key) -> key.contains("."))
			.map((key) -> key.replaceAll("\\..*", ""))
			.distinct()
			.collect(Collectors.joining("|"));
		assertThat(literals("src/main/java", "(?:" + rooms + ")\\.[a-z-]+|suppressed", "Texts.OPERATORS"))
			.isEqualTo(keys);
	}

	@Test
	void whenOperatorsOfTheApplicationReadTextsThenAllAreUsed() throws IOException {
		assertThat(literals("src/main/java/" + OURS + "app", "[a-z.-]+", "OperatorTexts.TEXTS"))
			.containsAll(load(OURS + "app/operators.properties").stringPropertyNames());
	}

	@Test
	void whenPagesOfTheApplicationShowTextsThenAllAreUsed() throws IOException {
		String sources = sources("src/main/java/" + OURS + "app", "") + sources("src/main/resources/templates", "");
		assertThat(load("messages.properties").stringPropertyNames())
			.filteredOn((key) -> !COMPOSED.matcher(key).matches())
			.allMatch((key) -> Pattern.compile("[#\"'{|]" + Pattern.quote(key) + "[}\"'(|]").matcher(sources).find());
	}

	@Test
	void whenPagesOfTheApplicationNameTextsThenAllExist() throws IOException {
		Set<String> named = Pattern.compile("#\\{([a-z][a-z0-9_.-]*)[}(]")
			.matcher(sources("src/main/resources/templates", ""))
			.results()
			.map((match) -> match.group(1))
			.collect(Collectors.toSet());
		assertThat(load("messages.properties").stringPropertyNames()).containsAll(named);
	}

	@Test
	void whenDoctorReportsFindingsThenAllTextsAreUsed() throws IOException {
		String sources = sources("src/main/java/" + OURS + "doctor", "");
		assertThat(load(OURS + "doctor/findings.properties").stringPropertyNames()).allSatisfy((key) -> {
			String[] parts = key.split("\\.");
			assertThat(sources).contains("\"" + parts[Math.min(1, parts.length - 1)] + "\"");
			assertThat(parts.length == 1 || sources.contains("\t" + parts[0].toUpperCase(Locale.ROOT) + "(")).as(key)
				.isTrue();
		});
	}

	@Test
	void whenMembersReadTextsThenAllAreUsed() throws IOException {
		Set<String> used = literals("src/main/java/" + OURS, "page\\.[a-z.-]+", "Messages.text");
		for (WeComRefusal refusal : WeComRefusal.values()) {
			used.add(refusal.code() + ".title");
			used.add(refusal.code() + ".text");
		}
		for (RefusalAction action : RefusalAction.values()) {
			used.add("action." + action.name().toLowerCase(Locale.ROOT));
		}
		used.addAll(literals("src/main/java/" + OURS, "unknown\\.(?:title|text)", "Messages.text"));
		assertThat(load(OURS + "refusal/messages.properties").stringPropertyNames()).isEqualTo(used);
	}

	@Test
	void whenSimulatorShowsTextsThenAllAreUsed() throws Exception {
		Set<String> names = Arrays
			.stream(Class.forName("io.github.wecomlogin.simulator.page.PageText").getEnumConstants())
			.map((text) -> text.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
			.collect(Collectors.toSet());
		assertThat(load(OURS + "simulator/page/texts.properties").stringPropertyNames()).isEqualTo(names);
		String sources = sources("src/main/java/" + OURS + "simulator", "PageText.");
		assertThat(names)
			.allMatch((name) -> sources.contains("PageText." + name.toUpperCase(Locale.ROOT).replace('-', '_')));
	}

	/**
	 * Returns the string literals that match a pattern, in files that contain a text.
	 */
	private static Set<String> literals(String directory, String pattern, String marker) throws IOException {
		return Pattern.compile("\"(" + pattern + ")\"")
			.matcher(sources(directory, marker))
			.results()
			.map((match) -> match.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String sources(String directory, String marker) throws IOException {
		StringBuilder sources = new StringBuilder();
		try (Stream<Path> files = Files.walk(Path.of(directory))) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				String source = Files.readString(file);
				sources.append(source.contains(marker) ? source : "");
			}
		}
		return sources.toString();
	}

	private static Set<String> placeholders(String text) {
		return PLACEHOLDER.matcher(text)
			.results()
			.map((MatchResult match) -> match.group(1))
			.collect(Collectors.toSet());
	}

	private static Properties load(String name) throws IOException {
		Properties properties = new Properties();
		try (Reader reader = Files.newBufferedReader(RESOURCES.resolve(name))) {
			properties.load(reader);
		}
		return properties;
	}

}
