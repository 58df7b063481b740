package io.github.wecomlogin.simulator.api;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.SimulatorTestBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GetTokenTests extends SimulatorTestBase {

	@Test
	void whenSecretIsRightThenToken() {
		assertThat(getToken()).containsEntry("errcode", 0)
			.containsEntry("errmsg", "ok")
			.containsEntry("expires_in", 7200)
			.hasEntrySatisfying("access_token", (token) -> assertThat((String) token).hasSize(214));
	}

	@Test
	void whenCalledAgainThenSameTokenWithTimeLeft() {
		Map<String, Object> first = getToken();
		clock.advance(Duration.ofMinutes(1));
		assertThat(getToken()).containsEntry("access_token", first.get("access_token"))
			.containsEntry("expires_in", 7140);
	}

	@ParameterizedTest
	@CsvSource({ "'', demo-company-secret-opens-nothing-real, 41002", "wwdemocompany00000, '', 41004",
			"ww0123456789abcdef, demo-company-secret-opens-nothing-real, 40013", "wwdemocompany00000, wrong, 40001" })
	void whenCredentialsAreWrongThenError(String corpId, String secret, int errorCode) {
		assertThat(call(SimulatedWeCom.GETTOKEN, "corpid", corpId, "corpsecret", secret))
			.containsEntry("errcode", errorCode)
			.doesNotContainKey("access_token");
	}

	@Test
	void whenErrorThenLooksLikeWeCom() {
		HttpResponse<String> response = get(SimulatedWeCom.GETTOKEN, parameters("corpid", "ww0", "corpsecret", "x"));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/json; charset=UTF-8");
		assertThat(response.headers().firstValue("Error-Code")).contains("40013");
		assertThat(response.headers().firstValue("Error-Msg")).hasValueSatisfying((message) -> assertThat(message)
			.matches("invalid corpid, hint: \\[\\d+_\\d+_\\S+], from ip: 203\\.0\\.113\\.7, more info at "
					+ "https://open\\.work\\.weixin\\.qq\\.com/devtool/query\\?e=40013"));
		assertThat(response.body()).startsWith("{\"errcode\":40013,\"errmsg\":\"invalid corpid, hint: [");
	}

	@Test
	void whenTokenIsExpiredThen42001AndANewOne() {
		String token = token();
		clock.advance(Duration.ofSeconds(7199));
		assertThat(getUser(token, "zhangsan")).containsEntry("errcode", 0);
		clock.advance(Duration.ofSeconds(1));
		assertThat(getUser(token, "zhangsan")).containsEntry("errcode", 42001);
		assertThat(getUser(token(), "zhangsan")).containsEntry("errcode", 0);
	}

	@Test
	void whenTokensAreWithdrawnThen40014AndANewOne() {
		String token = token();
		weCom.withdrawTokens();
		assertThat(getUser(token, "zhangsan")).containsEntry("errcode", 40014);
		assertThat(token()).isNotEqualTo(token);
		assertThat(getUser(token(), "zhangsan")).containsEntry("errcode", 0);
	}

	@Test
	void whenLifetimeIsSetThenTokensLiveThatLong() {
		weCom.tokenLifetime(Duration.ofSeconds(30));
		assertThat(getToken()).containsEntry("expires_in", 30);
		String token = token();
		clock.advance(Duration.ofSeconds(30));
		assertThat(getUser(token, "zhangsan")).containsEntry("errcode", 42001);
	}

	@Test
	void whenTokenIsMissingOrGarbageThenError() {
		assertThat(call(SimulatedWeCom.GETUSER, "userid", "zhangsan")).containsEntry("errcode", 41001);
		assertThat(getUser("garbage", "zhangsan")).containsEntry("errcode", 40014);
	}

}
