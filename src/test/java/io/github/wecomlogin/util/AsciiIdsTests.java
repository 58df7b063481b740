package io.github.wecomlogin.util;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AsciiIdsTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "ZhangSan", "zhang.san_1-2@x", "wwcorp/lisi", "~", "!" })
	void whenPrintableAsciiThenId(String text) {
		assertThat(AsciiIds.isId(text)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a\n", "a\u0000", "a\u007F", "\u212Aevin", "adm\u0131n", "张三", "\uFF41",
			"a\u200B", "\uD83D\uDE00", "é" })
	void whenAnythingElseThenNoId(String text) {
		assertThat(AsciiIds.isId(text)).isFalse();
	}

	@Test
	void whenCaseDiffersInAsciiThenEqual() {
		assertThat(AsciiIds.equalsIgnoreCase("Kevin.ADMIN@Z", "kEVIN.admin@z")).isTrue();
		assertThat(AsciiIds.toLowerCase("ÄKevin[@Z`{")).isEqualTo("Äkevin[@z`{");
	}

	@Test
	void whenOnlyUnicodeFoldingEquatesThenNotEqual() {
		assertThat(AsciiIds.equalsIgnoreCase("\u212Aevin", "kevin")).isFalse();
		assertThat(AsciiIds.equalsIgnoreCase("adm\u0131n", "admin")).isFalse();
		assertThat(AsciiIds.equalsIgnoreCase("lui\u017F", "luis")).isFalse();
		assertThat(AsciiIds.equalsIgnoreCase("Ä", "ä")).isFalse();
		assertThat(AsciiIds.equalsIgnoreCase("@", "`")).isFalse();
	}

}
