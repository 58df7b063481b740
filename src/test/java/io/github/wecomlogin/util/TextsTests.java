package io.github.wecomlogin.util;

import java.util.Locale;
import java.util.MissingResourceException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TextsTests {

	@ParameterizedTest
	@CsvSource({ "zh, zh", "zh-CN, zh", "zh-TW, zh", "en, en", "fr, en", "'', en" })
	void whenLocaleThenChineseOrEnglish(String locale, String language) {
		assertThat(Texts.supported(Locale.forLanguageTag(locale)).getLanguage()).isEqualTo(language);
	}

	@Test
	void whenSystemIsChineseThenEnglishRemainsEnglish() {
		Locale systemsOwn = Locale.getDefault();
		try {
			Locale.setDefault(Locale.CHINA);
			assertThat(Texts.OPERATORS.in(Locale.FRENCH, "store.available"))
				.isEqualTo("The shared store is available again.");
		}
		finally {
			Locale.setDefault(systemsOwn);
		}
	}

	@Test
	void whenArgumentsThenInsertedAsTheyAreInBothLanguages() {
		assertThat(Texts.OPERATORS.inBoth("startup.same-application", "a{0}'", 10_000))
			.startsWith("The registrations 'a{0}'' and '10000' have")
			.contains("“a{0}'”", "“10000”");
	}

	@Test
	void whenThereAreNoArgumentsThenTextIsNoPattern() {
		assertThat(Texts.OPERATORS.in(Locale.ENGLISH, "remedy.timeout")).isEqualTo("Set a duration such as '5s'.");
	}

	@Test
	void whenKeyIsUnknownThenFails() {
		assertThat(Texts.OPERATORS.contain("no.such-key")).isFalse();
		assertThatExceptionOfType(MissingResourceException.class)
			.isThrownBy(() -> Texts.OPERATORS.in(Locale.ENGLISH, "no.such-key"));
	}

	@Test
	void whenLinesWereSuppressedThenTheNextOneSaysSo() {
		assertThat(LogThrottle.remark(0)).isEmpty();
		assertThat(LogThrottle.remark(1234)).startsWith(" (1234 more since the last such line ").endsWith(")");
	}

}
