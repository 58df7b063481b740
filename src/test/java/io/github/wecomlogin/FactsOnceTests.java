package io.github.wecomlogin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.wecomlogin.client.WeComError;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Facts that stand in one place of the source. The simulator is the other side of the
 * wire and states its own.
 */
class FactsOnceTests {

	private static final Path MAIN = Path.of("src/main/java/io/github/wecomlogin");

	/**
	 * A literal in the first group, or else a comment.
	 */
	private static final Pattern LITERAL_OR_COMMENT = Pattern.compile(
			"(\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])+')|/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);

	private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])-?[0-9]{4,7}(?![\\w.])");

	/**
	 * Data in Chinese: the people of the demo company, and WeCom's own error messages.
	 */
	private static final List<String> CHINESE_DATA = List.of("simulator/company/DemoCompany.java",
			"simulator/page/AuthorizationRequestReader.java");

	@Test
	void whenTextIsForPeopleThenNotInJava() throws IOException {
		assertThat(lines((file) -> !CHINESE_DATA.contains(file), Pattern.compile("\\p{IsHan}"))).isEmpty();
		assertThat(lines(CHINESE_DATA::contains, Pattern.compile("\\p{IsHan}")))
			.hasSizeGreaterThan(CHINESE_DATA.size());
	}

	@Test
	void whenEndpointIsCalledThenItsPathStandsInOnePlace() throws IOException {
		Pattern path = Pattern
			.compile("\"[^\"]*(?:cgi-bin/|gettoken|\\b(?:auth|agent|user|department|tag)/(?:get|list))");
		assertThat(lines((file) -> !isSimulator(file) && !file.equals("client/ApiPaths.java"), path)).isEmpty();
		assertThat(lines("client/ApiPaths.java"::equals, path)).hasSize(8);
	}

	@Test
	void whenErrorCodeIsKnownThenItStandsInOnePlace() throws IOException {
		assertThat(errorCodes((file) -> !isSimulator(file) && !file.equals("client/WeComError.java"))).isEmpty();
		assertThat(errorCodes("client/WeComError.java"::equals)).hasSizeGreaterThan(20);
	}

	@Test
	void whenSomethingIsSealedThenByOneCipherAndOneKeyedHash() throws IOException {
		assertThat(lines((file) -> !isSimulator(file), Pattern.compile("AES/GCM|GCMParameterSpec\\("))).isNotEmpty()
			.allMatch((line) -> line.startsWith("util/Aead.java:"));
		assertThat(lines((file) -> !isSimulator(file), Pattern.compile("Mac\\.getInstance"))).hasSize(1)
			.allMatch((line) -> line.startsWith("util/KeyedHash.java:"));
	}

	private static boolean isSimulator(String file) {
		return file.startsWith("simulator/");
	}

	private static List<String> errorCodes(Predicate<String> files) throws IOException {
		List<String> found = new ArrayList<>();
		for (String line : lines(files, NUMBER)) {
			Matcher number = NUMBER.matcher(line.substring(line.indexOf(':') + 1));
			while (number.find()) {
				// Codes that are not in the catalogue share its generic text
				if (!WeComError.of(Integer.parseInt(number.group()))
					.meaning(Locale.ENGLISH)
					.equals(WeComError.of(Integer.MAX_VALUE).meaning(Locale.ENGLISH))) {
					found.add(line);
				}
			}
		}
		return found;
	}

	/**
	 * Returns the lines of code, without comments, in which a pattern occurs.
	 */
	private static List<String> lines(Predicate<String> files, Pattern pattern) throws IOException {
		List<String> found = new ArrayList<>();
		sources().forEach((file, source) -> {
			if (files.test(file)) {
				source.lines()
					.filter((line) -> pattern.matcher(line).find())
					.forEach((line) -> found.add(file + ":" + line.strip()));
			}
		});
		return found;
	}

	private static Map<String, String> sources() throws IOException {
		Map<String, String> sources = new TreeMap<>();
		try (Stream<Path> files = Files.walk(MAIN)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				sources.put(MAIN.relativize(file).toString().replace('\\', '/'),
						LITERAL_OR_COMMENT.matcher(Files.readString(file)).replaceAll("$1"));
			}
		}
		assertThat(sources).hasSizeGreaterThan(200);
		return sources;
	}

}
