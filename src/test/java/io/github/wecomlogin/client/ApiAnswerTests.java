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
			{"n":4294967296}  | -
			""")
	void whenNumberThenIntegerOrNone(String body, Integer number) {
		assertThat(parse(body).integer("n")).isEqualTo(number);
	}

	@Test
	void whenArrayThenIntegersWhateverTheirForm() {
		assertThat(parse("{\"a\":[1,\"2\",3]}").integers("a")).containsExactly(1, 2, 3);
		assertThat(parse("{\"a\":[]}").integers("a")).isEmpty();
		assertThat(parse("{\"a\":7}").integers("a")).isEmpty();
		assertThat(parse("{}").integers("a")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":[1,null]}", "{\"a\":[1,\"x\"]}", "{\"a\":[[1]]}", "{\"a\":[1.5]}" })
	void whenOneElementIsNoIntegerThenIncompleteInsteadOfShifted(String body) {
		assertThat(TestClients.failureOf(() -> parse(body).integers("a")).getError()).isEqualTo(WeComError.INCOMPLETE);
	}

	@Test
	void whenArrayThenItsTexts() {
		assertThat(parse("{\"a\":[\"x\",\"\",null,\"y\"]}").texts("a")).containsExactly("x", "y");
		assertThat(parse("{\"a\":\"x\"}").texts("a")).isEmpty();
		assertThat(parse("{}").texts("a")).isEmpty();
	}

	private static ApiAnswer parse(String body) {
		return ApiAnswer.parse("/cgi-bin/test", body.getBytes(StandardCharsets.UTF_8));
	}

}
