package io.github.wecomlogin.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The answer to a page that requires a sign-in starts it, as the start path does.
 */
class StartAtPageTests {

	private static final String START = "/oauth2/authorization/wecom";

	private static final String CALLBACK = "/login/oauth2/code/";

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
		application.wecom().signInAs("zhangsan");
	}

	@ParameterizedTest
	@ValueSource(strings = { TestBrowser.DESKTOP, TestBrowser.WECOM })
	void whenPageIsAskedForThenAnswerIsThatOfTheStart(String userAgent) {
		HttpResponse<String> page = application.browser(userAgent).get("/page");
		HttpResponse<String> start = application.browser(userAgent).get(START);
		assertThat(page.statusCode()).isEqualTo(start.statusCode()).isEqualTo(302);
		assertThat(withoutState(TestBrowser.location(page))).isEqualTo(withoutState(TestBrowser.location(start)));
		assertThat(constant(page)).isEqualTo(constant(start));
		assertThat(page.headers().allValues("Set-Cookie")).singleElement()
			.asString()
			.startsWith("wecom_attempt_")
			.contains("HttpOnly", "SameSite=Lax", "Max-Age=3600");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/page/one?return-to=/page/two", "/page/one?logout", "/page/one?restart",
			"/page/one?code=c&state=a1" })
	void whenPageHasParametersOfASignInThenTheyAreItsOwn(String page) {
		TestBrowser browser = application.inWeCom();
		assertThat(browser.open(page).uri()).hasToString(application.url() + page);
		TestBrowser forgetful = application.inWeCom();
		String callback = forgetful.openUntil(page, CALLBACK);
		forgetful.forgetAttempts();
		assertThat(TestBrowser.location(forgetful.get(callback))).endsWith(START + "?restart");
	}

	@Test
	void whenBrowserCannotSignInThenPageSaysSo() {
		for (String userAgent : List.of(TestBrowser.WECHAT, TestBrowser.PHONE)) {
			TestBrowser browser = application.browser(userAgent);
			HttpResponse<String> response = browser.open("/page");
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(browser.visited()).extracting(URI::getPath).containsExactly("/page", "/login");
			assertThat(browser.attemptCookies()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/page?q=a:b@c//d?e", "/page/%E4%BA%8C?q=http://other.example:x/" })
	void whenAddressIsUnusualThenSignInStarts(String address) {
		assertThat(raw(address)).startsWith("HTTP/1.1 302")
			.contains("Location: " + application.wecom().webLoginUrl(), "wecom_attempt_")
			.contains("&redirect_uri=http%3A%2F%2F127.0.0.1%3A" + application.port()
					+ "%2Flogin%2Foauth2%2Fcode%2Fwecom&");
	}

	@Test
	void whenNothingIsToBeRememberedThenHomePageOpens() {
		TestBrowser browser = application.inWeCom().with("Referer", application.url() + "/login?return-to=/page/old");
		assertThat(browser.open("/").uri()).hasToString(application.url() + "/");
	}

	private static String withoutState(String location) {
		return location.replaceFirst("state=\\w+", "state=");
	}

	private static Map<String, List<String>> constant(HttpResponse<String> response) {
		Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
		headers.keySet().removeAll(List.of("date", "location", "set-cookie"));
		return headers;
	}

	/**
	 * Sends what no URL class lets through.
	 */
	private static String raw(String address) {
		try (Socket socket = new Socket("127.0.0.1", application.port())) {
			String request = "GET " + address + " HTTP/1.1\r\nHost: 127.0.0.1:" + application.port()
					+ "\r\nUser-Agent: " + TestBrowser.DESKTOP + "\r\nAccept: text/html\r\nConnection: close\r\n\r\n";
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
