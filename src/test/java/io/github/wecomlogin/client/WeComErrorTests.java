package io.github.wecomlogin.client;

import java.util.Locale;
import java.util.stream.IntStream;

import io.github.wecomlogin.client.WeComError.Retry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WeComErrorTests {

	private static final String CHINESE = ".*[\\u4e00-\\u9fff].*";

	/**
	 * The codes of section 10 of the fact sheet (D/90313).
	 */
	static IntStream codes() {
		return IntStream.of(-1, 6000, 40001, 40003, 40013, 40014, 40029, 40056, 40058, 40063, 40066, 40068, 40073,
				40078, 40080, 40082, 40083, 40084, 40085, 40091, 40093, 40163, 40207, 40208, 40209, 40210, 41001, 41002,
				41004, 41008, 41009, 41011, 41017, 41021, 41022, 41023, 41024, 41025, 42001, 42003, 42007, 42009, 42012,
				42022, 43004, 43009, 45009, 45029, 45031, 45033, 45035, 45036, 46004, 48002, 48003, 48004, 48005, 48006,
				48009, 48010, 50001, 50002, 50003, 50006, 60003, 60123, 60011, 60020, 60021, 60031, 60111, 80001, 81013,
				84014, 84015, 84025, 85004, 85005, 301002, 301007, 301042, 2000002, 701008, 701099);
	}

	@ParameterizedTest
	@MethodSource("codes")
	void whenCodeIsKnownThenMeaningAndRemedyInBothLanguages(int code) {
		WeComError error = WeComError.of(code);
		WeComError unknown = WeComError.of(1);
		assertThat(error.code()).isEqualTo(code);
		for (Locale locale : new Locale[] { Locale.ENGLISH, Locale.CHINESE }) {
			assertThat(error.meaning(locale)).isNotBlank().isNotEqualTo(unknown.meaning(locale));
			assertThat(error.remedy(locale, "detail")).isNotBlank().isNotEqualTo(unknown.remedy(locale, null));
		}
		assertThat(error.meaning(Locale.CHINESE)).matches(CHINESE).isNotEqualTo(error.meaning(Locale.ENGLISH));
		assertThat(error.remedy(Locale.CHINESE, null)).matches(CHINESE)
			.isNotEqualTo(error.remedy(Locale.ENGLISH, null));
	}

	@Test
	void whenCodeIsUnknownThenSaysSo() {
		WeComError error = WeComError.of(123456);
		assertThat(error.code()).isEqualTo(123456);
		assertThat(error.retry()).isEqualTo(Retry.NEVER);
		assertThat(error.meaning(Locale.ENGLISH)).contains("not in this catalogue");
		assertThat(error.meaning(Locale.CHINESE)).matches(CHINESE);
		assertThat(error).hasToString("errcode 123456").isEqualTo(WeComError.of(123456)).isNotEqualTo(WeComError.of(1));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			-1, LATER
			6000, LATER
			45033, LATER
			45035, LATER
			45036, LATER
			45009, AFTER_THE_WINDOW
			40001, WITH_NEW_TOKEN
			40014, WITH_NEW_TOKEN
			42001, WITH_NEW_TOKEN
			40029, WITH_NEW_CODE
			40163, WITH_NEW_CODE
			42003, WITH_NEW_CODE
			42022, WITH_NEW_CODE
			84014, WITH_NEW_CODE
			84015, WITH_NEW_CODE
			40091, NEVER
			40013, NEVER
			48002, NEVER
			50001, NEVER
			60011, NEVER
			60020, NEVER
			60111, NEVER
			""")
	void whenCodeThenRetryClass(int code, Retry retry) {
		assertThat(WeComError.of(code).retry()).isEqualTo(retry);
	}

	@Test
	void whenThereIsNoCodeThenNone() {
		assertThat(WeComError.UNREACHABLE.code()).isNull();
		assertThat(WeComError.UNREACHABLE.retry()).isEqualTo(Retry.LATER);
		assertThat(WeComError.TIMEOUT.retry()).isEqualTo(Retry.LATER);
		assertThat(WeComError.NOT_JSON.retry()).isEqualTo(Retry.LATER);
		assertThat(WeComError.TOO_LARGE.retry()).isEqualTo(Retry.NEVER);
		assertThat(WeComError.INCOMPLETE.retry()).isEqualTo(Retry.NEVER);
		assertThat(WeComError.TIMEOUT.saysMemberIsNotVisible()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 40003, 46004, 50002, 60011, 60021, 60111 })
	void whenMemberIsNotVisibleThenSaysSo(int code) {
		assertThat(WeComError.of(code).saysMemberIsNotVisible()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 40001, 40014, 40029, 45009, 48002, 50001, 50003, 60020, 60031, 301002, 1 })
	void whenErrorIsNotTheMembersThenNotSaidOfTheMember(int code) {
		assertThat(WeComError.of(code).saysMemberIsNotVisible()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "60020, 203.0.113.7", "60020, 2001:db8::7", "50001, hr.example.com:8443" })
	void whenRemedyNeedsADetailThenItIsShown(int code, String detail) {
		WeComError error = WeComError.of(code);
		assertThat(error.remedy(Locale.ENGLISH, detail)).contains(" " + detail + " ").doesNotContain("{");
		assertThat(error.remedy(Locale.CHINESE, detail)).contains(detail).doesNotContain("{");
		assertThat(error.remedy(Locale.ENGLISH, null)).doesNotContain("{", "null", detail);
		assertThat(error.remedy(Locale.CHINESE, null)).matches(CHINESE).doesNotContain("{", "null", detail);
	}

	@Test
	void whenLanguageIsNeitherThenEnglish() {
		Locale systemsOwn = Locale.getDefault();
		try {
			Locale.setDefault(Locale.CHINA);
			assertThat(WeComError.TIMEOUT.meaning(Locale.FRENCH)).isEqualTo("WeCom did not answer in time.");
			assertThat(WeComError.TIMEOUT.meaning(Locale.ENGLISH)).isEqualTo("WeCom did not answer in time.");
			assertThat(WeComError.TIMEOUT.meaning(Locale.TAIWAN)).matches(CHINESE);
		}
		finally {
			Locale.setDefault(systemsOwn);
		}
	}

}
