package io.github.wecomlogin.autoconfigure.properties;

import java.util.Map;
import java.util.stream.Stream;

import io.github.wecomlogin.autoconfigure.Runners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;

import static io.github.wecomlogin.autoconfigure.StartFailures.analysisOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Placeholders that nothing replaces, and characters that got into a value by mistake.
 */
class UnusableValuesTests {

	private static final String SECRET = "Secret-_0123456789abcdefghijklmnopqrstuvwxy";

	private final WebApplicationContextRunner runner = Runners.web()
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002", "wecom.secret=" + SECRET);

	@ParameterizedTest
	@ValueSource(strings = { "wecom.secret", "wecom.corp-id", "wecom.agent-id", "wecom.registration.hr.secret",
			"wecom.callback.token", "wecom.callback.encoding-aes-key", "wecom.contact-callback.token", "wecom.base-url",
			"wecom.endpoints.api", "wecom.http.proxy", "wecom.http.read-timeout", "wecom.session.recheck-interval",
			"wecom.session.rechecks-per-minute", "wecom.limits.concurrent-sign-ins", "wecom.store", "wecom.scope",
			"wecom.department-names", "wecom.simulator.port", "wecom.name", "wecom.brand.name",
			"wecom.domain-verification[0]", "wecom.allow.users[0]", "wecom.allow.users", "wecom.allow.leader",
			"wecom.roles[0].role" })
	void whenVariableOfAPlaceholderIsNotSetThenStartFailsAndNamesIt(String property) {
		FailureAnalysis analysis = analysisOf(with(property, "${THE_VARIABLE}"));
		assertThat(analysis.getDescription()).isEqualTo("Property '" + property
				+ "' refers to ${THE_VARIABLE}, but there is no environment variable or property THE_VARIABLE. 属性“"
				+ property + "”引用了 ${THE_VARIABLE}，但没有名为 THE_VARIABLE 的环境变量或属性。");
		assertThat(analysis.getAction()).contains("Set THE_VARIABLE", "环境变量 THE_VARIABLE");
	}

	@Test
	void whenPlaceholderIsPartOfAValueThenNamedToo() {
		assertThat(analysisOf(with("wecom.base-url", "https://${PORTAL_HOST}/app")).getDescription())
			.contains("'wecom.base-url'", "PORTAL_HOST");
	}

	@Test
	void whenVariableIsSetThenItsValueIsUsed() {
		with("wecom.secret", "${THE_VARIABLE}").withPropertyValues("THE_VARIABLE=" + SECRET)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	static Stream<Arguments> secrets() {
		return Stream.of(Arguments.of("\"" + SECRET + "\"", "a quotation mark as character 1"),
				Arguments.of(SECRET + "'", "第 44 个字符为引号"),
				Arguments.of("“" + SECRET, "a quotation mark as character 1"),
				Arguments.of(SECRET.substring(0, 9) + "\n" + SECRET.substring(9), "a line break as character 10"),
				Arguments.of(SECRET.substring(0, 9) + "\r\n" + SECRET.substring(9), "a line break as character 10"),
				Arguments.of(SECRET.substring(0, 9) + "\t" + SECRET.substring(9), "a tab as character 10"),
				Arguments.of(SECRET.substring(0, 9) + " " + SECRET.substring(9), "a blank as character 10"),
				Arguments.of(SECRET.substring(0, 9) + "\u00a0" + SECRET.substring(9), "no-break space"),
				Arguments.of(SECRET.substring(0, 9) + "\u3000" + SECRET.substring(9), "full-width blank"),
				Arguments.of("Ｓ" + SECRET.substring(1), "a full-width character as character 1"),
				Arguments.of(SECRET + "\u200b", "a zero-width character as character 44"),
				Arguments.of("\ufeff" + SECRET, "a byte order mark as character 1"),
				Arguments.of(SECRET + "\u0000x", "control"), Arguments.of(SECRET + "密", "a Chinese character"),
				Arguments.of(SECRET + "é", "not ASCII"), Arguments.of("$THE_VARIABLE" + SECRET, "placeholder"),
				Arguments.of("*".repeat(43), "mask"), Arguments.of(SECRET + ".", "a punctuation mark"));
	}

	@ParameterizedTest
	@MethodSource("secrets")
	void whenSecretHasAnOddCharacterThenItsKindAndPositionAreNamed(String value, String problem) {
		for (String property : new String[] { "wecom.secret", "wecom.registration.hr.secret" }) {
			WebApplicationContextRunner several = with(property, value)
				.withPropertyValues("wecom.registration.hr.corp-id=wwother", "wecom.registration.hr.agent-id=1");
			FailureAnalysis analysis = analysisOf(property.contains(".hr.") ? several : with(property, value));
			assertThat(analysis.getDescription()).contains("'" + property + "'", problem)
				.doesNotContain(SECRET.substring(10));
			assertThat(analysis.getAction()).contains("View (查看)").doesNotContain(SECRET.substring(10));
		}
	}

	static Stream<Arguments> otherProperties() {
		return Stream.of(Arguments.of("wecom.corp-id", "'ww0123456789abcdef'", "quotation mark"),
				Arguments.of("wecom.corp-id", "ww0123456789abcdef\u200b", "zero-width"),
				Arguments.of("wecom.agent-id", "１０００００２", "full-width"),
				Arguments.of("wecom.agent-id", "\ufeff1000002", "BOM"),
				Arguments.of("wecom.callback.token", "abc\u200bdef", "zero-width character as character 4"),
				Arguments.of("wecom.base-url", "\"https://hr.example.com\"", "quotation mark"),
				Arguments.of("wecom.base-url", "https：//hr.example.com", "full-width character as character 6"),
				Arguments.of("wecom.endpoints.api", "https://qyapi.weixin.qq.com\u200b", "zero-width"),
				Arguments.of("wecom.http.proxy", "http://proxy.example.com\u00a0:3128", "no-break space"),
				Arguments.of("wecom.domain-verification[0]", "\ufeffWW_verify_abc.txt", "BOM"),
				Arguments.of("wecom.http.read-timeout", "\"5s\"", "quotation mark as character 1"),
				Arguments.of("wecom.session.recheck-interval", "１０m", "full-width"),
				Arguments.of("wecom.session.rechecks-per-minute", "200\u200b0", "zero-width"),
				Arguments.of("wecom.store", "ｒedis", "full-width"),
				Arguments.of("wecom.scope", "snsapi_bａse", "full-width"),
				Arguments.of("wecom.department-names", "\"true\"", "quotation mark"),
				Arguments.of("wecom.allow.users[0]", "\"zhangsan\"", "quotation mark"),
				Arguments.of("wecom.allow.users[0]", "zhang san", "a blank as character 6"),
				Arguments.of("wecom.allow.departments[0]", "\"研发部\"", "quotation mark"),
				Arguments.of("wecom.allow.departments[0]", "研\ufeff发部", "a byte order mark as character 2"),
				Arguments.of("wecom.allow.tags[0]", "'7'", "quotation mark"),
				Arguments.of("wecom.allow.positions[0]", "“经理”", "quotation mark"),
				Arguments.of("wecom.allow.positions[0]", "经\n理", "line break as character 2"),
				Arguments.of("wecom.allow.leader", "\"true\"", "quotation mark"),
				Arguments.of("wecom.roles[0].role", "'ADMIN'", "quotation mark"),
				Arguments.of("wecom.roles[0].role", "AD\u200bMIN", "zero-width character as character 3"));
	}

	@ParameterizedTest
	@MethodSource("otherProperties")
	void whenAPropertyHasAnOddCharacterThenItsKindIsNamed(String property, String value, String problem) {
		FailureAnalysis analysis = analysisOf(with(property, value));
		assertThat(analysis.getDescription()).contains("'" + property.replace("[0]'", "'").replaceAll("\\[0]$", ""),
				problem);
		assertThat(analysis.getAction()).matches("(?s).*[\\u4e00-\\u9fff].*");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 8, 16, 31 })
	void whenSecretIsShorterThanAnyThenStartFails(int length) {
		FailureAnalysis analysis = analysisOf(with("wecom.secret", SECRET.substring(0, length)));
		assertThat(analysis.getDescription())
			.contains("'wecom.secret' has " + length + " characters, but a Secret has 43")
			.doesNotContain(SECRET.substring(0, length) + " ");
	}

	private WebApplicationContextRunner with(String property, String value) {
		return this.runner.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("wrong", Map.of(property, value))));
	}

}
