package io.github.wecomlogin;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wecomlogin.refusal.WeComRefusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Texts of the message bundles that the pages quote.
 */
class DocumentedTextsTests {

	private static final Path RESOURCES = Path.of("src/main/resources/io/github/wecomlogin");

	private static final Pattern ERROR = Pattern.compile("(?m)^\\| (\\d{5,}) \\| (.+) \\| (.+) \\|$");

	@ParameterizedTest
	@CsvSource({ "docs/setup.md, client/errors.properties", "docs/setup.zh-CN.md, client/errors_zh.properties" })
	void whenPageListsErrorsThenWithTheTextsOfTheLog(Path page, String bundle) throws IOException {
		Properties texts = load(bundle);
		List<MatchResult> errors = ERROR.matcher(Files.readString(page)).results().toList();
		assertThat(errors).isNotEmpty().allSatisfy((error) -> {
			assertThat(error.group(2)).isEqualTo(texts.getProperty(error.group(1) + ".meaning"));
			assertThat(error.group(3).replaceAll("<(https:[^>]+)>", "$1"))
				.matches(pattern(texts.getProperty(error.group(1) + ".remedy")));
		});
	}

	@ParameterizedTest
	@CsvSource({ "docs/refusals.md, refusal/messages.properties, .",
			"docs/refusals.zh-CN.md, refusal/messages_zh.properties, 。" })
	void whenPageListsRefusalsThenWithTheTextsOfThePages(Path page, String bundle, String stop) throws IOException {
		Properties texts = load(bundle);
		String content = Files.readString(page);
		assertThat(WeComRefusal.values()).extracting(WeComRefusal::code).allSatisfy((code) -> {
			String row = "| `" + code + "` | **" + texts.getProperty(code + ".title") + stop + "** ";
			assertThat(content.lines().filter((line) -> line.startsWith(row))).hasSize(1)
				.first()
				.asString()
				.contains(texts.getProperty(code + ".text"));
		});
		assertThat(content).contains(texts.getProperty("page.busy.text"),
				"**" + texts.getProperty("unknown.title") + stop + "** " + texts.getProperty("unknown.text"));
	}

	/**
	 * Returns a pattern for a text with a detail that only the log knows.
	 */
	private static String pattern(String text) {
		return Stream.of(text.split("\\{0}", -1))
			.map(String::strip)
			.map(Pattern::quote)
			.collect(Collectors.joining(".+"));
	}

	private static Properties load(String bundle) throws IOException {
		Properties properties = new Properties();
		try (Reader reader = Files.newBufferedReader(RESOURCES.resolve(bundle))) {
			properties.load(reader);
		}
		return properties;
	}

}
