package io.github.wecomlogin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code in {@code docs/tokens.md} is that of the back end in {@code src/it/tokens},
 * which is built and tested.
 */
class TokenDocumentationTests {

	private static final int MAX_LINES = 40;

	private static final Path MAIN = Path.of("src/it/tokens/src/main");

	private static final Path JAVA = MAIN.resolve("java/com/example");

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:java|js)\\n(.*?)\\n```$");

	private static final Pattern NO_CODE = Pattern.compile("(package|import|//|/\\*|\\*).*");

	private static final List<String> OF_WECOM = List.of("WeCom.java", "WeComBindController.java");

	@ParameterizedTest
	@ValueSource(strings = { "docs/tokens.md", "docs/tokens.zh-CN.md" })
	void whenDocumentShowsCodeThenItIsThatOfTheExample(Path document) throws IOException {
		assertThat(BLOCK.matcher(Files.readString(document)).results().map((block) -> block.group(1))).contains(
				withoutImports("WeCom.java"), withoutImports("WeComBindController.java"),
				Files.readString(MAIN.resolve("site/wecom.js")).strip());
	}

	/**
	 * Counts the class with the beans, and each line of the other classes that mentions
	 * WeCom. The page that binds an account is optional.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "docs/tokens.md", "docs/tokens.zh-CN.md" })
	void whenBackEndAddsWeComThenWithAtMostFortyLines(Path document) throws IOException {
		List<String> others;
		try (Stream<Path> files = Files.list(JAVA)) {
			others = files.map((file) -> file.getFileName().toString())
				.filter((file) -> !OF_WECOM.contains(file))
				.flatMap((file) -> code(file).stream())
				.filter((line) -> line.toLowerCase(Locale.ROOT).contains("wecom"))
				.toList();
		}
		assertThat(others).as("field of the user, chain").isNotEmpty();
		int lines = code("WeCom.java").size() + others.size();
		assertThat(lines).isLessThanOrEqualTo(MAX_LINES);
		assertThat(Files.readString(document)).containsPattern("(makes|合计) " + lines + " (lines|行)");
	}

	private static List<String> code(String file) {
		try {
			return Files.readAllLines(JAVA.resolve(file))
				.stream()
				.map(String::strip)
				.filter((line) -> !line.isEmpty() && !NO_CODE.matcher(line).matches())
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String withoutImports(String file) throws IOException {
		return Files.readAllLines(JAVA.resolve(file))
			.stream()
			.filter((line) -> !line.startsWith("package ") && !line.startsWith("import "))
			.collect(Collectors.joining("\n"))
			.strip();
	}

}
