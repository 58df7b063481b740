package io.github.wecomlogin.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import com.github.tomakehurst.wiremock.common.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.wecomlogin.UnusedPorts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A fresh company. Stubs at the simulator's own address take the place of the
 * application.
 */
class ConsoleTests {

	private static final SimulatedWeCom weCom = SimulatedWeCom.builder().freshCompany().start();

	private static final String HOST = "127.0.0.1:" + weCom.port();

	private static final Pattern FILE = Pattern.compile("WW_verify_([0-9a-zA-Z]{16})\\.txt");

	private static final String KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

	private static final HttpClient client = HttpClient.newHttpClient();

	@AfterEach
	void reset() {
		weCom.reset();
	}

	@AfterAll
	static void stop() {
		weCom.close();
	}

	@Test
	void whenNothingIsEnteredThenValuesAreShown() {
		assertThat(page("?lang=en")).contains("WeCom console of a new application", SimulatedWeCom.CORP_ID,
				String.valueOf(SimulatedWeCom.AGENT_ID), SimulatedWeCom.SECRET, "/company?lang=en");
		assertThat(page("?lang=zh")).contains("企业ID", "设置可信域名", "企业可信IP", "应用主页", "设置授权回调域", "设置API接收", "可见范围");
	}

	@Test
	void whenCompanyIsNotFreshThenThereIsNoConsole() {
		try (SimulatedWeCom complete = SimulatedWeCom.start()) {
			assertThat(send(HttpRequest.newBuilder(URI.create(complete.consoleUrl())).build()).statusCode())
				.isEqualTo(404);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "::", "192.0.2.1" })
	void whenAddressIsNotLoopbackThenFreshCompanyDoesNotStart(String address) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SimulatedWeCom.builder().bindAddress(address).freshCompany().start())
			.withMessageContaining(address);
	}

	@Test
	void whenServerIsNotTrustedThenApiNamesItsAddress() {
		assertThat(call(SimulatedWeCom.GETUSER + "?userid=zhangsan")).containsEntry("errcode", 60020)
			.extractingByKey("errmsg")
			.asString()
			.contains("from ip: 203.0.113.7");
		trustDomain();
		assertThat(enter("trusted-ip", "203.0.113.8").statusCode()).isEqualTo(303);
		assertThat(call(SimulatedWeCom.GETUSER + "?userid=zhangsan")).containsEntry("errcode", 60020);
		assertThat(enter("trusted-ip", "203.0.113.8;203.0.113.7").statusCode()).isEqualTo(303);
		assertThat(call(SimulatedWeCom.GETUSER + "?userid=zhangsan")).containsEntry("errcode", 0);
	}

	@Test
	void whenThereIsNoDomainThenTrustedIpIsTooEarly() {
		assertThat(enter("trusted-ip", "203.0.113.7").body()).contains("Set a trusted domain");
		assertThat(call(SimulatedWeCom.GETUSER + "?userid=zhangsan")).containsEntry("errcode", 60020);
	}

	@Test
	void whenFileIsNotServedThenDomainIsNotTrusted() {
		assertThat(enter("trusted-domain", HOST).body()).contains("does not serve the file", "value=\"" + HOST + "\"");
		serveDomainFile("other");
		assertThat(enter("trusted-domain", HOST).body()).contains("does not serve the file");
		weCom.wireMock().stubFor(get(urlPathEqualTo("/" + file().group())).willReturn(temporaryRedirect("/moved.txt")));
		weCom.wireMock().stubFor(get(urlPathEqualTo("/moved.txt")).willReturn(ok(file().group(1))));
		assertThat(enter("trusted-domain", HOST).body()).contains("does not serve the file");
		assertThat(enter("trusted-domain", "127.0.0.1:" + UnusedPorts.next()).body()).contains("did not respond");
		assertThat(agent()).containsEntry("errcode", 60020);
	}

	@Test
	void whenDomainIsTrustedThenItAloneIsRedirectedTo() {
		assertThat(authorize(SimulatedWeCom.AUTHORIZE, HOST)).contains("redirect_uri参数错误");
		trustDomain();
		assertThat(page("?lang=en&saved=trusted-domain")).contains("Saved.", "value=\"" + HOST + "\"");
		assertThat(authorize(SimulatedWeCom.AUTHORIZE, HOST)).contains("zhangsan");
		assertThat(authorize(SimulatedWeCom.WEB_LOGIN, HOST)).contains("zhangsan");
		assertThat(authorize(SimulatedWeCom.AUTHORIZE, "localhost:" + weCom.port())).contains("redirect_uri参数错误");
		assertThat(authorize(SimulatedWeCom.AUTHORIZE, "127.0.0.1")).contains("redirect_uri参数错误");
		enter("trusted-ip", "203.0.113.7");
		assertThat(agent()).containsEntry("redirect_domain", HOST).containsEntry("home_url", "");
	}

	@Test
	void whenCallbackDomainIsEnteredThenForWebLoginOnly() {
		assertThat(enter("login-domain", "portal.example.com").statusCode()).isEqualTo(303);
		assertThat(authorize(SimulatedWeCom.WEB_LOGIN, "portal.example.com")).contains("zhangsan");
		assertThat(authorize(SimulatedWeCom.AUTHORIZE, "portal.example.com")).contains("redirect_uri参数错误");
	}

	@Test
	void whenCallbackIsEnteredThenEventsAreSentAndIpCanBe() throws Exception {
		HttpServer application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		application.createContext("/", ConsoleTests::echo);
		application.start();
		try {
			String url = "http://127.0.0.1:" + application.getAddress().getPort() + "/";
			assertThat(enter("callback-url", url, "token", "Token1", "key", KEY).statusCode()).isEqualTo(303);
			assertThat(send(HttpRequest.newBuilder(URI.create(weCom.companyUrl() + "?lang=en")).build()).body())
				.contains("the application receives events immediately");
			assertThat(page("?lang=en")).contains("value=\"" + url + "\"").doesNotContain(KEY);
			assertThat(enter("trusted-ip", "203.0.113.7").statusCode()).isEqualTo(303);
			assertThat(call(SimulatedWeCom.GETUSERINFO + "?code=" + weCom.issueCode("zhangsan")))
				.containsEntry("errcode", 50001);
			trustDomain();
			assertThat(call(SimulatedWeCom.GETUSERINFO + "?code=" + weCom.issueCode("zhangsan")))
				.containsEntry("errcode", 0);
		}
		finally {
			application.stop(0);
		}
	}

	/**
	 * Answers with the decrypted echo string, which follows 16 random bytes and its
	 * length.
	 */
	private static void echo(HttpExchange exchange) throws IOException {
		String echo = exchange.getRequestURI().getQuery().replaceFirst(".*&echostr=", "");
		byte[] key = Base64.getDecoder().decode(KEY + "=");
		try (exchange) {
			Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
			cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, 16));
			ByteBuffer plain = ByteBuffer.wrap(cipher.doFinal(Base64.getDecoder().decode(echo)));
			int length = plain.getInt(16);
			exchange.sendResponseHeaders(200, length);
			exchange.getResponseBody().write(plain.array(), 20, length);
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(ex);
		}
	}

	@Test
	void whenHomePageIsEnteredThenTheApiReturnsIt() {
		trustDomain();
		enter("trusted-ip", "203.0.113.7");
		enter("home-page", "http://" + HOST + "/");
		assertThat(agent()).containsEntry("home_url", "http://" + HOST + "/");
	}

	@Test
	void whenUrlDoesNotAnswerTheEchoThenNoEventsAreSent() {
		weCom.wireMock().stubFor(get(urlPathEqualTo("/echo")).willReturn(ok("echo")));
		assertThat(enter("callback-url", weCom.apiUrl() + "/echo", "token", "Token1", "key", KEY).body())
			.contains("openapi回调地址请求不通过", "value=\"" + KEY + "\"");
		assertThat(
				enter("callback-url", "http://127.0.0.1:" + UnusedPorts.next() + "/echo", "token", "Token1", "key", KEY)
					.body())
			.contains("did not respond");
		assertThat(send(HttpRequest.newBuilder(URI.create(weCom.companyUrl() + "?lang=en")).build()).body())
			.contains("No application receives events");
	}

	@ParameterizedTest
	@CsvSource({ "trusted-domain, http://localhost:8080, Enter a host", "trusted-domain, localhost/path, Enter a host",
			"trusted-domain, portal.example.com, on this machine", "trusted-domain, '', Enter a host",
			"trusted-domain, localhost:99999, did not respond", "login-domain, https://localhost, Enter a host",
			"home-page, localhost:8080, Enter a URL", "home-page, javascript:alert(1), Enter a URL",
			"callback-url, localhost:8080, Enter a URL" })
	void whenValueIsMalformedThenItIsNotSaved(String field, String value, String problem) {
		assertThat(enter(field, value).body()).contains(problem);
	}

	@ParameterizedTest
	@CsvSource({ "'', " + KEY, "Token1, ''", "Token1, short", "To ken, " + KEY })
	void whenKeysAreMalformedThenTheUrlIsNotCalled(String token, String key) {
		assertThat(enter("callback-url", weCom.apiUrl() + "/echo", "token", token, "key", key).body())
			.contains("at most 32 letters");
		assertThat(weCom.calls("/echo")).isZero();
	}

	@Test
	void whenCallbackIsElsewhereThenItIsNotCalled() {
		assertThat(enter("callback-url", "http://portal.example.com/echo", "token", "Token1", "key", KEY).body())
			.contains("on this machine");
	}

	@ParameterizedTest
	@ValueSource(strings = { "not an address", "localhost" })
	void whenAddressIsMalformedThenItIsNotSaved(String address) {
		trustDomain();
		assertThat(enter("trusted-ip", address).body()).contains("Enter an IP address");
	}

	@Test
	void whenAnotherSiteSubmitsTheFormThenForbidden() {
		HttpRequest request = form("field=login-domain&value=localhost").header("Origin", "http://evil.example")
			.build();
		assertThat(send(request).statusCode()).isEqualTo(403);
		assertThat(send(form("field=none&value=localhost").build()).statusCode()).isEqualTo(403);
		assertThat(page("?lang=en")).doesNotContain("value=\"localhost\"");
	}

	@Test
	void whenValueIsMarkupThenItIsShownAsText() {
		assertThat(enter("home-page", "\"><b>").body()).contains("value=\"&quot;&gt;&lt;b&gt;\"");
	}

	private static void trustDomain() {
		serveDomainFile(file().group(1));
		assertThat(enter("trusted-domain", HOST).statusCode()).isEqualTo(303);
	}

	private static Matcher file() {
		Matcher file = FILE.matcher(page("?lang=en"));
		assertThat(file.find()).isTrue();
		return file;
	}

	private static void serveDomainFile(String content) {
		weCom.wireMock().stubFor(get(urlPathEqualTo("/" + file().group())).willReturn(ok(content)));
	}

	private static String page(String query) {
		return send(HttpRequest.newBuilder(URI.create(weCom.consoleUrl() + query)).build()).body();
	}

	private static HttpResponse<String> enter(String field, String value, String... further) {
		StringBuilder body = new StringBuilder("field=" + field + "&value=" + encode(value));
		for (int i = 0; i < further.length; i += 2) {
			body.append('&').append(further[i]).append('=').append(encode(further[i + 1]));
		}
		return send(form(body.toString()).build());
	}

	private static HttpRequest.Builder form(String body) {
		return HttpRequest.newBuilder(URI.create(weCom.consoleUrl() + "?lang=en"))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(body));
	}

	private static String authorize(String path, String host) {
		return send(HttpRequest
			.newBuilder(URI.create(weCom.apiUrl() + path + "?lang=en&login_type=CorpApp&appid=" + SimulatedWeCom.CORP_ID
					+ "&agentid=" + SimulatedWeCom.AGENT_ID + "&response_type=code&scope=snsapi_base&state=s"
					+ "&redirect_uri=" + encode("http://" + host + "/callback")))
			.build()).body().replace("redirect_uri 与配置的授权完成回调域名不一致", "redirect_uri参数错误");
	}

	private static Map<String, Object> agent() {
		return call(SimulatedWeCom.AGENT_GET + "?agentid=" + SimulatedWeCom.AGENT_ID);
	}

	private static Map<String, Object> call(String pathAndQuery) {
		String token = (String) json(weCom.apiUrl() + SimulatedWeCom.GETTOKEN + "?corpid=" + SimulatedWeCom.CORP_ID
				+ "&corpsecret=" + SimulatedWeCom.SECRET)
			.get("access_token");
		return json(weCom.apiUrl() + pathAndQuery + "&access_token=" + token);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> json(String url) {
		return Json.read(send(HttpRequest.newBuilder(URI.create(url)).build()).body(), Map.class);
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	private static HttpResponse<String> send(HttpRequest request) {
		try {
			return client.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
