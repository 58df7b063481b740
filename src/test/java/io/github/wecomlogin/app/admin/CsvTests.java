package io.github.wecomlogin.app.admin;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CsvTests {

	@Test
	void whenRowsAreWrittenThenExcelReadsThemAsUtf8() throws IOException {
		assertThat(row("账号", "a,b", "say \"hi\"", "two\nlines", ""))
			.isEqualTo("\uFEFF\"账号\",\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"\"\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", " =1+1", "  @x", "\uFF1D1", "\uFF0B1",
			"\uFF0D1", "\uFF20x", "=cmd|' /C calc'!A0", "\u00A0=1", "\u3000=1", "\u200B=1", "\uFEFF=1", "\"=1" })
	void whenValueIsAFormulaThenItIsText(String value) throws IOException {
		assertThat(row(value)).isEqualTo("\uFEFF\"'" + value.replace("\"", "\"\"") + "\"\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a;|=1", "a;|-b", "a;b;|+c", "a\t|=1", "a\r|=1", "a\n|@x", "a;| \uFF1D1", "a;|\"=1",
			"|\t|=1", "|=1;|=2" })
	void whenPartOfAValueIsAFormulaThenItIsText(String marked) throws IOException {
		assertThat(row(marked.replace("|", "")))
			.isEqualTo("\uFEFF\"" + marked.replace("\"", "\"\"").replace('|', '\'') + "\"\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a;b", "a; b", "two\r\nlines", "a,=b", "zhao-liu", "a=b", "zhaoliu@example", "1", "'=1",
			"", " ", "赵六" })
	void whenValueIsNoFormulaThenItStaysAsItIs(String value) throws IOException {
		assertThat(row(value)).isEqualTo("\uFEFF\"" + value + "\"\r\n");
	}

	private static String row(String... values) throws IOException {
		StringBuilder text = new StringBuilder();
		new Csv(text).row(values);
		return text.toString();
	}

}
