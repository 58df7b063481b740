package io.github.wecomlogin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages: links lead somewhere, tables are whole, and a page in Chinese has the parts
 * of the English one.
 */
class DocumentationTests {

	private static final String CHINESE = ".zh-CN.md";

	private static final Pattern FENCED = Pattern.compile("(?ms)^( *)```(\\w*)\\n(.*?)\\n\\1```$");

	private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

	private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

	private static final Pattern HEADING = Pattern.compile("(?m)^(#+) (.+)$");

	private static final Pattern PART = Pattern.compile("(?m)^ *(\\||-|\\*|\\d+\\.) ");

	private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

	private static final Pattern BUILT_JAR = Pattern.compile("target/wecom-login-(\\d[^/\\s]*)-(app|test)\\.jar");

	private static final Pattern BUILD = Pattern
		.compile("<artifactId>wecom-login</artifactId>\\s*<version>([^<]+)</version>");

	private static final Pattern COMMENT = Pattern.compile("(?m)[ \\t]*(?<![^\\s])(#|//) .*$");

	static List<Path> pages() throws IOException {
		List<Path> pages = new ArrayList<>();
		for (String directory : List.of(".", "docs")) {
			try (Stream<Path> files = Files.list(Path.of(directory))) {
				files.map(Path::normalize)
					.filter((file) -> file.toString().endsWith(".md"))
					.sorted()
					.forEach(pages::add);
			}
		}
		return pages;
	}

	static List<Path> translations() throws IOException {
		return pages().stream().filter((page) -> page.toString().endsWith(CHINESE)).toList();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void whenPageHasLinksThenFilesAndHeadingsExist(Path page) throws IOException {
		Map<Path, Set<String>> anchors = new HashMap<>();
		List<String> broken = new ArrayList<>();
		for (String link : links(page)) {
			String[] parts = link.split("#", 2);
			Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
			if (!Files.exists(target)) {
				broken.add(link);
			}
			else if (parts.length == 2) {
				if (!anchors.containsKey(target)) {
					anchors.put(target, anchors(target));
				}
				if (!anchors.get(target).contains(parts[1])) {
					broken.add(link);
				}
			}
		}
		assertThat(broken).isEmpty();
	}

	@Test
	void whenPagesNameABuiltJarThenVersionIsThatOfTheBuild() throws IOException {
		Matcher build = BUILD.matcher(Files.readString(Path.of("pom.xml")));
		assertThat(build.find()).isTrue();
		List<String> versions = new ArrayList<>();
		for (Path page : pages()) {
			BUILT_JAR.matcher(Files.readString(page)).results().forEach((jar) -> versions.add(jar.group(1)));
		}
		assertThat(versions).isNotEmpty().containsOnly(build.group(1));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void whenPageHasATableThenEachRowHasTheSameCells(Path page) throws IOException {
		int columns = 0;
		for (String line : withoutFenced(page).lines().toList()) {
			int cells = line.startsWith("|") ? line.replace("\\|", "").split("\\|", -1).length : 0;
			if (columns > 0 && cells > 0) {
				assertThat(cells).as(line).isEqualTo(columns);
			}
			else if (cells > 0) {
				assertThat(withoutFenced(page)).as("row without a table").contains(line + "\n| ---");
			}
			columns = cells;
		}
	}

	@ParameterizedTest
	@MethodSource("translations")
	void whenTranslatedThenPagesLeadToEachOther(Path page) throws IOException {
		assertThat(Files.readString(page)).contains("\n[English](" + english(page).getFileName() + ")\n");
		assertThat(Files.readString(english(page))).contains("\n[中文](" + page.getFileName() + ")\n");
	}

	@ParameterizedTest
	@MethodSource("translations")
	void whenTranslatedThenSectionsHaveSamePartsAndNames(Path page) throws IOException {
		List<String> chinese = sections(page);
		List<String> english = sections(english(page));
		assertThat(chinese).map(DocumentationTests::level)
			.isEqualTo(english.stream().map(DocumentationTests::level).toList());
		for (int i = 0; i < english.size(); i++) {
			String heading = english.get(i).lines().findFirst().orElse("");
			assertThat(parts(chinese.get(i))).as("list items and rows: %s", heading).isEqualTo(parts(english.get(i)));
			assertThat(names(chinese.get(i))).as("code spans: %s", heading).isEqualTo(names(english.get(i)));
		}
	}

	@ParameterizedTest
	@MethodSource("translations")
	void whenTranslatedThenSameBlocksOfCode(Path page) throws IOException {
		assertThat(blocks(page)).containsExactlyElementsOf(blocks(english(page)));
	}

	@ParameterizedTest
	@MethodSource("translations")
	void whenTranslatedThenLinksLeadToChinesePages(Path page) throws IOException {
		assertThat(links(page)).filteredOn((link) -> !link.equals(english(page).getFileName().toString()))
			.filteredOn((link) -> link.matches("[^#]*(?<!\\.zh-CN)\\.md(#.*)?"))
			.allSatisfy(
					(link) -> assertThat(page.resolveSibling(link.replaceAll("\\.md(#.*)?$", CHINESE))).doesNotExist());
	}

	@Test
	void whenHeadingBecomesAnAnchorThenAsOnGitHub() {
		assertThat(anchor("The page `/setup`")).isEqualTo("the-page-setup");
		assertThat(anchor("8. 手机号、邮箱、头像（可选）")).isEqualTo("8-手机号邮箱头像可选");
		assertThat(anchor("Refusals by the application's own code")).isEqualTo("refusals-by-the-applications-own-code");
	}

	private static Path english(Path page) {
		return page.resolveSibling(page.getFileName().toString().replace(CHINESE, ".md"));
	}

	private static List<String> links(Path page) throws IOException {
		return LINK.matcher(CODE.matcher(withoutFenced(page)).replaceAll("code"))
			.results()
			.map((link) -> link.group(1))
			.filter((link) -> !link.matches("[a-z]+:.*"))
			.toList();
	}

	private static Set<String> anchors(Path page) throws IOException {
		Set<String> anchors = new HashSet<>();
		HEADING.matcher(withoutFenced(page)).results().forEach((heading) -> {
			String anchor = anchor(heading.group(2));
			String unique = anchor;
			for (int i = 1; !anchors.add(unique); i++) {
				unique = anchor + "-" + i;
			}
		});
		return anchors;
	}

	private static String anchor(String heading) {
		return heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "")
			.replace(' ', '-');
	}

	private static List<String> sections(Path page) throws IOException {
		return Pattern.compile("(?m)^(?=#+ )").splitAsStream(withoutFenced(page)).toList();
	}

	private static String level(String section) {
		return section.substring(0, section.indexOf(' ') + 1);
	}

	/**
	 * Returns the marks of list items and rows of tables.
	 */
	private static String parts(String section) {
		return PART.matcher(section)
			.results()
			.map((part) -> part.group(1).replaceAll("\\d+", "1"))
			.collect(Collectors.joining(" "));
	}

	/**
	 * Returns the names in code spans. A span with Chinese in it is a text and not a
	 * name.
	 */
	private static Set<String> names(String section) {
		return CODE.matcher(section)
			.results()
			.map((span) -> span.group(1))
			.filter((span) -> !HAN.matcher(span).find())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Returns the blocks of code without comments. Of a drawing, only the number of lines
	 * counts.
	 */
	private static List<String> blocks(Path page) throws IOException {
		return FENCED.matcher(Files.readString(page)).results().map(DocumentationTests::block).toList();
	}

	private static String block(MatchResult fenced) {
		String code = fenced.group(3);
		if (fenced.group(2).equals("text")) {
			return "text of " + code.lines().count() + " lines";
		}
		return fenced.group(2) + "\n" + COMMENT.matcher(code).replaceAll("");
	}

	private static String withoutFenced(Path page) throws IOException {
		return FENCED.matcher(Files.readString(page)).replaceAll("");
	}

}
