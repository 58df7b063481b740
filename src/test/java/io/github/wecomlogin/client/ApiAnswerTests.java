package io.github.wecomlogin.client;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ApiAnswerTests {

	static String[] notAnAnswer() {
		String deep = "[".repeat(100_000);
		return new String[] { "", " ", "[]", "null", "\"x\"", "1", "true", "ok", "<html>no</html>", "{\"errcode\":0",
				"{\"userid\":\"a", "{\"userid\":\"a\",\"userid\":\"b\"}", "{\"errcode\":40014,\"errcode\":0}",
				"{\"a\":{\"b\":1,\"b\":2}}", "{\"errcode\":0}}", "{\"errcode\":0}{\"errcode\":0}",
				"{\"errcode\":0} trailing", "{'errcode':0}", "{errcode:0}", "{\"errcode\":NaN}", "{\"a\":" + deep,
				"{\"a\":" + deep + "]".repeat(100_000) + "}", "{\"n\":" + "9".repeat(10_000) + "}", "callback({})",
				"{\"errcode\":0,}", "/**/{\"errcode\":0}" };
	}

	@ParameterizedTest
	@MethodSource("notAnAnswer")
	void whenBodyIsNotOneJsonObjectThenNotJson(String body) {
		WeComApiException failure = TestClients.failureOf(() -> parse(body).errorCode());
		assertThat(failure.getError()).isEqualTo(WeComError.NOT_JSON);
		assertThat(failure).hasNoCause();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"errcode\":null}", "{\"errcode\":true}", "{\"errcode\":\"no\"}", "{\"errcode\":\"\"}",
			"{\"errcode\":0.0}", "{\"errcode\":[]}", "{\"errcode\":[0]}", "{\"errcode\":{}}",
			"{\"errcode\":4294967296}" })
	void whenErrcodeIsNoIntegerThenNoSuccess(String body) {
		WeComApiException failure = TestClients.failureOf(() -> parse(body).errorCode());
		assertThat(failure.getError()).isEqualTo(WeComError.NOT_JSON);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{}                        | 0
			{"errcode":0}             | 0
			{"errcode":"0"}           | 0
			{"errcode":40014}         | 40014
			{"errcode":"40014"}       | 40014
			{"errcode":" 40014 "}     | 40014
			{"errcode":-1}            | -1
			""")
	void whenErrcodeIsIntegerOrItsTextThenThat(String body, int code) {
		assertThat(parse(body).errorCode()).isEqualTo(code);
	}

	@Test
	void whenBodyHasUnknownFieldsThenIgnored() {
		assertThat(parse("{\"errcode\":0,\"new\":{\"x\":[1,{\"y\":null}]},\"userid\":\"a\"}").text("userid"))
			.isEqualTo("a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"userid\":null}", "{\"userid\":\"\"}", "{\"userid\":\" \\t\"}",
			"{\"userid\":{\"x\":1}}", "{\"userid\":[\"a\"]}", "{\"USERID\":\"a\"}" })
	void whenThereIsNoTextThenNone(String body) {
		assertThat(parse(body).text("userid")).isNull();
		WeComApiException failure = TestClients.failureOf(() -> parse(body).requiredText("userid"));
		assertThat(failure.getError()).isEqualTo(WeComError.INCOMPLETE);
		assertThat(failure).hasMessageContaining("[userid]");
	}

	@Test
	void whenThereAreSeveralSpellingsThenFirstThatHasAText() {
		assertThat(parse("{\"UserId\":\"old\"}").text("userid", "UserId")).isEqualTo("old");
		assertThat(parse("{\"UserId\":\"old\",\"userid\":\"new\"}").text("userid", "UserId")).isEqualTo("new");
		assertThat(parse("{\"UserId\":\"old\",\"userid\":\"\"}").text("userid", "UserId")).isEqualTo("old");
	}

	@Test
	void whenTextIsANumberThenItsDigits() {
		assertThat(parse("{\"gender\":1}").text("gender")).isEqualTo("1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			{"n":5}           | 5
			{"n":"5"}         | 5
			{"n":-5}          | -5
			{}                | -
			{"n":null}        | -
			{"n":"five"}      | -
			{"n":""}          | -
			{"n":1.5}         | -
			{"n":[5]}         | -
			{"n":4294967296}  | 4294967296
			{"n":"3000000001"} | 3000000001
			{"n":5.0}         | 5
			{"n":9223372036854775807} | 9223372036854775807
			{"n":9223372036854775808} | -
			{"n":"9223372036854775808"} | -
			""")
	void whenNumberThenLongOrNone(String body, Long number) {
		assertThat(parse(body).number("n")).isEqualTo(number);
	}

	@Test
	void whenArrayThenNumbersWhateverTheirForm() {
		assertThat(parse("{\"a\":[1,\"2\",3.0,3000000001,\"9007199254740993\",9007199254740993.0]}").numbers("a"))
			.containsExactly(1L, 2L, 3L, 3000000001L, 9007199254740993L, 9007199254740993L);
		assertThat(parse("{\"a\":[]}").numbers("a")).isEmpty();
		assertThat(parse("{\"a\":7}").numbers("a")).isEmpty();
		assertThat(parse("{}").numbers("a")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "\"x\"", "[1]", "{}", "1.5", "true", "9223372036854775808", "1e999999999",
			"1e-999999999" })
	void whenOneEntryIsNoNumberThenNullInItsPlace(String entry) {
		assertThat(parse("{\"a\":[1," + entry + ",3]}").numbers("a")).containsExactly(1L, null, 3L);
	}

	@Test
	void whenArrayThenIdsAndNullForWhatIsNone() {
		assertThat(parse("{\"a\":[\"x\",5,\"\",null,\"\u212Aevin\",\"a b\",\"y\",true]}").ids("a")).containsExactly("x",
				"5", null, null, null, null, "y", null);
		assertThat(parse("{\"a\":\"x\"}").ids("a")).isEmpty();
		assertThat(parse("{}").ids("a")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u212Aevin", "adm\u0131n", "张三", "a b", "a\\u0000", "\uFF41" })
	void whenIdIsNotAsciiThenIncomplete(String id) {
		assertThat(TestClients.failureOf(() -> parse("{\"a\":\"" + id + "\"}").id("a")).getError())
			.isEqualTo(WeComError.INCOMPLETE);
	}

	private static ApiAnswer parse(String body) {
		return ApiAnswer.parse("/cgi-bin/test", body.getBytes(StandardCharsets.UTF_8));
	}

}
