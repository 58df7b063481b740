package io.github.wecomlogin.simulator;

import java.net.http.HttpResponse;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class InClientPageTests extends SimulatorTestBase {

	@Test
	void whenNobodyIsChosenThenPageWithEverybody() {
		HttpResponse<String> page = get(SimulatedWeCom.AUTHORIZE, request());
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.body()).contains("模拟的企业微信", "Simulated WeCom", "demo company only", "张三", "zhangsan", "人事专员",
				"已禁用", "未激活", "已退出企业", "不在可见范围", "person=outsider", "person=wwothercorp0000000%2Famy");
	}

	@Test
	void whenPageIsShownThenStrictPolicyAndNoScript() {
		HttpResponse<String> page = get(SimulatedWeCom.AUTHORIZE, request());
		assertThat(page.headers().firstValue("Content-Security-Policy"))
			.hasValueSatisfying((policy) -> assertThat(policy)
				.contains("default-src 'none'", "style-src 'self'", "frame-ancestors 'none'")
				.doesNotContain("unsafe"));
		assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
		assertThat(page.body()).doesNotContain("<script", "style=");
	}

	@Test
	void whenNameIsMarkupThenEscaped() {
		assertThat(get(SimulatedWeCom.AUTHORIZE, request()).body()).contains("&lt;b&gt;&amp;&quot;&#39;")
			.doesNotContain("<b>", "<i>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "scope", "redirect_uri", "appid", "lang", "person" })
	void whenParameterIsMarkupThenEscaped(String parameter) {
		Map<String, String> request = request();
		request.put(parameter, "\"><script>alert(1)</script>");
		assertThat(get(SimulatedWeCom.AUTHORIZE, request).body()).doesNotContain("<script");
		assertThat(get("/simulator/in-client/choose", request).body()).doesNotContain("<script");
	}

	@Test
	void whenLinkIsFollowedThenCodeAndState() {
		String page = get(SimulatedWeCom.AUTHORIZE, request()).body();
		String link = page.replaceAll("(?s).*href=\"([^\"]*person=lisi)\".*", "$1").replace("&amp;", "&");
		Map<String, String> callback = parametersOf(location(get(link)));
		assertThat(callback).containsOnlyKeys("code", "state").containsEntry("state", "abc123");
		assertThat(getUserInfo(token(), callback.get("code"))).containsEntry("userid", "lisi");
	}

	@Test
	void whenRedirectUriHasParametersThenTheyAreKept() {
		Map<String, String> request = request();
		request.put("redirect_uri", "http://localhost:8080/callback?a=1&b=%26%E5%BC%A0");
		weCom.signInAs("zhangsan");
		assertThat(location(get(SimulatedWeCom.AUTHORIZE, request)))
			.matches("http://localhost:8080/callback\\?a=1&b=%26%E5%BC%A0&code=simulated-code-[\\w-]{43}&state=abc123");
	}

	@Test
	void whenSignedInSilentlyThenRedirectAtOnce() {
		weCom.signInAs("ZHANGSAN");
		HttpResponse<String> response = get(SimulatedWeCom.AUTHORIZE, request());
		assertThat(response.statusCode()).isEqualTo(302);
		String code = parametersOf(location(response)).get("code");
		assertThat(getUserInfo(token(), code)).containsEntry("userid", "zhangsan").doesNotContainKey("user_ticket");
		weCom.signInAs(null);
		assertThat(get(SimulatedWeCom.AUTHORIZE, request()).statusCode()).isEqualTo(200);
	}

	@Test
	void whenNobodyIsCalledSoThenNoSilentSignIn() {
		assertThatIllegalArgumentException().isThrownBy(() -> weCom.signInAs("nobody"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "zhengrui", "sunqi", SimulatedWeCom.OUTSIDER, SimulatedWeCom.LINKED_CORP_MEMBER })
	void whenBaseScopeThenEverybodyGetsACode(String person) {
		weCom.signInAs(person);
		assertThat(parametersOf(location(get(SimulatedWeCom.AUTHORIZE, request())))).containsKey("code");
	}

	@Test
	void whenCancelledThenStateOnly() {
		assertThat(location(get("/simulator/in-client/cancel", request())))
			.isEqualTo("http://localhost:8080/callback?state=abc123");
		weCom.cancelSignIns(true);
		assertThat(location(get(SimulatedWeCom.AUTHORIZE, request())))
			.isEqualTo("http://localhost:8080/callback?state=abc123");
	}

	@Test
	void whenNoStateThenNoneComesBack() {
		Map<String, String> request = request();
		request.remove("state");
		assertThat(location(get("/simulator/in-client/cancel", request))).isEqualTo("http://localhost:8080/callback");
	}

	@Test
	void whenPrivateInfoThenConsentIsAskedAndTicketGiven() {
		Map<String, String> request = privateInfo("zhangsan");
		HttpResponse<String> consent = get("/simulator/in-client/choose", request);
		assertThat(consent.statusCode()).isEqualTo(200);
		assertThat(consent.body()).contains("申请获取你的信息", "手机号", "/simulator/in-client/allow?",
				"/simulator/in-client/withhold?", "/simulator/in-client/cancel?");
		String code = parametersOf(location(get("/simulator/in-client/allow", request))).get("code");
		assertThat(getUserInfo(token(), code)).containsEntry("userid", "zhangsan").containsKey("user_ticket");
	}

	@Test
	void whenPrivateInfoSilentlyThenConsentIsRemembered() {
		weCom.signInAs("zhangsan");
		String code = parametersOf(location(get(SimulatedWeCom.AUTHORIZE, privateInfo("zhangsan")))).get("code");
		assertThat(getUserInfo(token(), code)).containsKey("user_ticket");
	}

	@ParameterizedTest
	@ValueSource(strings = { "zhengrui", SimulatedWeCom.OUTSIDER, SimulatedWeCom.LINKED_CORP_MEMBER, "nobody" })
	void whenPrivateInfoAndNotVisibleThenNotice(String person) {
		for (String step : new String[] { "choose", "allow", "withhold" }) {
			HttpResponse<String> response = get("/simulator/in-client/" + step, privateInfo(person));
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("你没有访问该应用的权限");
		}
	}

	@ParameterizedTest
	@CsvSource({ "appid, ww0123456789abcdef, appid参数错误", "response_type, token, response_type参数错误",
			"scope, snsapi_userinfo, scope参数错误", "agentid, 1, 无效的agentid参数", "agentid, null, 无效的agentid参数",
			"state, a-b, state参数错误", "state, a b, state参数错误", "redirect_uri, '', redirect_uri参数错误",
			"redirect_uri, http://localhost:8080/#/app, redirect_uri参数错误" })
	void whenParameterIsWrongThenPageInWordingOfWeCom(String parameter, String value, String message) {
		weCom.signInAs("zhangsan");
		Map<String, String> request = request();
		request.put(parameter, value);
		HttpResponse<String> response = get(SimulatedWeCom.AUTHORIZE, request);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Location")).isEmpty();
		assertThat(response.body()).contains(message);
	}

	@Test
	void whenStateIsTooLongThenPage() {
		weCom.signInAs("zhangsan");
		Map<String, String> request = request();
		request.put("state", "a".repeat(128));
		assertThat(get(SimulatedWeCom.AUTHORIZE, request).statusCode()).isEqualTo(302);
		request.put("state", "a".repeat(129));
		assertThat(get(SimulatedWeCom.AUTHORIZE, request).body()).contains("state参数错误");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example/", "//evil.example/", "http://localhost@evil.example/",
			"http://localhost:80@evil.example/", "http://evil.example\\@localhost/", "http://localhost.evil.example/",
			"http:evil.example", "javascript:alert(1)", "http://app.example.com:8443/", "http://ported.example.com/",
			"http://sub.app.example.com/", "http:///evil.example", "http://evil.example#@localhost/",
			"http://localhost\r\nX: y/", "ftp://localhost/" })
	void whenRedirectUriIsNotTrustedThenNoRedirect(String redirectUri) {
		weCom.signInAs("zhangsan");
		Map<String, String> request = request();
		request.put("redirect_uri", redirectUri);
		request.put("person", "zhangsan");
		for (String path : new String[] { SimulatedWeCom.AUTHORIZE, "/simulator/in-client/choose",
				"/simulator/in-client/cancel" }) {
			HttpResponse<String> response = get(path, request);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().firstValue("Location")).isEmpty();
			assertThat(response.body()).contains("redirect_uri参数错误");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost/", "http://127.0.0.1:49152/x", "https://[::1]:8443/",
			"https://app.example.com/x", "https://APP.example.com:443/x", "https://ported.example.com:8443/" })
	void whenRedirectUriIsTrustedThenRedirect(String redirectUri) {
		weCom.signInAs("zhangsan");
		Map<String, String> request = request();
		request.put("redirect_uri", redirectUri);
		assertThat(location(get(SimulatedWeCom.AUTHORIZE, request))).startsWith(redirectUri + "?code=");
	}

	@Test
	void whenLanguageIsAskedForThenPageIsInIt() {
		Map<String, String> request = request();
		assertThat(get(SimulatedWeCom.AUTHORIZE, request).body()).contains("<html lang=\"zh-CN\">");
		request.put("lang", "en");
		assertThat(get(SimulatedWeCom.AUTHORIZE, request).body()).contains("<html lang=\"en\">", "lang=zh",
				"Sign in inside WeCom");
	}

	private static Map<String, String> request() {
		return parameters("appid", SimulatedWeCom.CORP_ID, "redirect_uri", "http://localhost:8080/callback",
				"response_type", "code", "scope", "snsapi_base", "state", "abc123", "agentid",
				String.valueOf(SimulatedWeCom.AGENT_ID));
	}

	private static Map<String, String> privateInfo(String person) {
		Map<String, String> request = request();
		request.put("scope", "snsapi_privateinfo");
		request.put("person", person);
		return request;
	}

}
