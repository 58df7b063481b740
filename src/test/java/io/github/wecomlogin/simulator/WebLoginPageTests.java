package io.github.wecomlogin.simulator;

import java.net.http.HttpResponse;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WebLoginPageTests extends SimulatorTestBase {

	@Test
	void whenNobodyIsChosenThenPageWithEmployees() {
		assertThat(get(SimulatedWeCom.WEB_LOGIN, request()).body())
			.contains("Simulated WeCom", "Choose an employee to sign in as", "zhangsan", "not in visible range")
			.doesNotContain("person=outsider");
	}

	@Test
	void whenChosenThenCodeAndStateUnchanged() {
		Map<String, String> request = request();
		request.put("state", "any-thing_=@ 号");
		request.put("person", "zhangsan");
		Map<String, String> callback = parametersOf(location(get("/simulator/web-login/choose", request)));
		assertThat(callback).containsOnlyKeys("code", "state").containsEntry("state", "any-thing_=@ 号");
		assertThat(getUserInfo(token(), callback.get("code"))).containsEntry("userid", "zhangsan")
			.doesNotContainKey("user_ticket");
	}

	@Test
	void whenScopeIsPrivateInfoThenStillNoTicket() {
		Map<String, String> request = request();
		request.put("scope", "snsapi_privateinfo");
		weCom.signInAs("zhangsan");
		String code = parametersOf(location(get(SimulatedWeCom.WEB_LOGIN, request))).get("code");
		assertThat(getUserInfo(token(), code)).doesNotContainKey("user_ticket");
	}

	@Test
	void whenOutOfRangeThenRefused() {
		Map<String, String> request = request();
		request.put("person", "zhengrui");
		HttpResponse<String> response = get("/simulator/web-login/choose", request);
		assertThat(response.headers().firstValue("Location")).isEmpty();
		assertThat(response.body()).contains("You don’t have access");
		weCom.signInAs("zhengrui");
		assertThat(get(SimulatedWeCom.WEB_LOGIN, request).body()).contains("You don’t have access");
	}

	@Test
	void whenCancelledThenStateOnly() {
		assertThat(location(get("/simulator/web-login/cancel", request())))
			.isEqualTo("http://localhost:8080/callback?state=abc123");
		weCom.cancelSignIns(true);
		assertThat(location(get(SimulatedWeCom.WEB_LOGIN, request())))
			.isEqualTo("http://localhost:8080/callback?state=abc123");
	}

	@ParameterizedTest
	@CsvSource({ "login_type, ServiceApp, -31040", "appid, ww0123456789abcdef, -31027", "agentid, 7, -31028",
			"redirect_uri, '', -31035", "redirect_uri, https://evil.example/, -31020" })
	void whenParameterIsWrongThenPage(String parameter, String value, String error) {
		weCom.signInAs("zhangsan");
		Map<String, String> request = request();
		request.put(parameter, value);
		HttpResponse<String> response = get(SimulatedWeCom.WEB_LOGIN, request);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Location")).isEmpty();
		assertThat(response.body()).contains(error);
	}

	@ParameterizedTest
	@CsvSource({ "'en-US,en;q=0.9', en", "'zh-CN,zh;q=0.9,en;q=0.8', zh-CN", "'de,en;q=0.5', en", "'de', zh-CN",
			"'???', zh-CN", "'*', zh-CN" })
	void whenNoLangThenAcceptLanguage(String header, String language) {
		String path = SimulatedWeCom.WEB_LOGIN + "?login_type=CorpApp&appid=" + SimulatedWeCom.CORP_ID
				+ "&agentid=1000002&redirect_uri=http%3A%2F%2Flocalhost";
		assertThat(get(path, "Accept-Language", header).body()).contains("<html lang=\"" + language + "\">");
	}

	private static Map<String, String> request() {
		return parameters("login_type", "CorpApp", "appid", SimulatedWeCom.CORP_ID, "agentid", "1000002",
				"redirect_uri", "http://localhost:8080/callback", "state", "abc123", "lang", "en");
	}

}
