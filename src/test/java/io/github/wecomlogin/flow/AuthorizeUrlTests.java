package io.github.wecomlogin.flow;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;

import io.github.wecomlogin.attempt.SignInState;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The exact addresses that members are sent to.
 */
class AuthorizeUrlTests {

	private static final String STATE = "[ab][0-9a-f]{32}";

	private static RunningApplication fixed;

	private static RunningApplication fromRequest;

	@BeforeAll
	static void start() {
		fixed = new RunningApplication("wecom.base-url=https://hr.example.com/app/",
				"server.forward-headers-strategy=native",
				"wecom.registration.private.corp-id=" + SimulatedWeCom.CORP_ID,
				"wecom.registration.private.agent-id=1000003",
				"wecom.registration.private.secret=" + SimulatedWeCom.SECRET,
				"wecom.registration.private.scope=snsapi_privateinfo");
		fromRequest = new RunningApplication("server.forward-headers-strategy=native");
	}

	@AfterAll
	static void stop() {
		fixed.close();
		fromRequest.close();
	}

	@Test
	void whenInWeComThenUrlIsAsDocumented() {
		String location = start(fixed, fixed.inWeCom(), "wecom");
		assertThat(location).matches("\\Q" + fixed.wecom().authorizeUrl() + "?appid=wwdemocompany00000"
				+ "&redirect_uri=https%3A%2F%2Fhr.example.com%2Fapp%2Flogin%2Foauth2%2Fcode%2Fwecom"
				+ "&response_type=code&scope=snsapi_base&state=\\E" + STATE + "\\Q&agentid=1000002#wechat_redirect\\E");
	}

	@Test
	void whenPrivateInfoIsAskedForThenScopeSaysSo() {
		String location = start(fixed, fixed.inWeCom(), "private");
		assertThat(location).matches("\\Q" + fixed.wecom().authorizeUrl() + "?appid=wwdemocompany00000"
				+ "&redirect_uri=https%3A%2F%2Fhr.example.com%2Fapp%2Flogin%2Foauth2%2Fcode%2Fprivate"
				+ "&response_type=code&scope=snsapi_privateinfo&state=\\E" + STATE
				+ "\\Q&agentid=1000003#wechat_redirect\\E");
	}

	@ParameterizedTest
	@CsvSource({ "en,en", "'zh-CN,zh;q=0.9',zh", "zh-TW,zh", "fr,en" })
	void whenOnDesktopThenUrlIsAsDocumented(String acceptLanguage, String lang) {
		String location = start(fixed, fixed.desktop().with("Accept-Language", acceptLanguage), "wecom");
		assertThat(location).matches(
				"\\Q" + fixed.wecom().webLoginUrl() + "?login_type=CorpApp&appid=wwdemocompany00000&agentid=1000002"
						+ "&redirect_uri=https%3A%2F%2Fhr.example.com%2Fapp%2Flogin%2Foauth2%2Fcode%2Fwecom&state=\\E"
						+ STATE + "\\Q&lang=" + lang + "\\E");
	}

	@Test
	void whenAddressIsNotFixedThenItIsTakenFromTheRequest() {
		assertThat(start(fromRequest, fromRequest.desktop(), "wecom")).contains(
				"&redirect_uri=http%3A%2F%2F127.0.0.1%3A" + fromRequest.port() + "%2Flogin%2Foauth2%2Fcode%2Fwecom");
	}

	@Test
	void whenTrustedProxyForwardsThenAddressIsWhatTheVisitorSees() {
		TestBrowser browser = fromRequest.desktop()
			.with("X-Forwarded-Proto", "https")
			.with("X-Forwarded-Host", "hr.example.com")
			.with("X-Forwarded-Port", "443");
		HttpResponse<String> response = browser.get("/oauth2/authorization/wecom");
		assertThat(TestBrowser.location(response))
			.contains("&redirect_uri=https%3A%2F%2Fhr.example.com%2Flogin%2Foauth2%2Fcode%2Fwecom&");
		assertThat(response.headers().allValues("Set-Cookie"))
			.anySatisfy((cookie) -> assertThat(cookie).startsWith("__Host-wecom_attempt_")
				.contains("; Path=/;", "; Secure", "; HttpOnly", "; SameSite=Lax")
				.doesNotContain("Domain"));
	}

	@Test
	void whenProxyIsNotTrustedThenForwardedAddressIsIgnored() {
		try (RunningApplication strict = new RunningApplication("server.forward-headers-strategy=native",
				"server.tomcat.remoteip.internal-proxies=192\\.0\\.2\\.1")) {
			TestBrowser browser = strict.desktop()
				.with("X-Forwarded-Proto", "https")
				.with("X-Forwarded-Host", "evil.example");
			assertThat(start(strict, browser, "wecom")).doesNotContain("evil.example")
				.contains("http%3A%2F%2F127.0.0.1");
		}
	}

	@Test
	void whenAddressIsFixedThenHostileHostChangesNothing() {
		TestBrowser browser = fixed.desktop()
			.with("X-Forwarded-Host", "evil.example")
			.with("Forwarded", "host=evil.example");
		assertThat(start(fixed, browser, "wecom")).doesNotContain("evil").contains("https%3A%2F%2Fhr.example.com%2F");
	}

	@Test
	void whenRequestNamesAnActionThenItIsNotInTheAddress() {
		HttpResponse<String> response = fixed.desktop()
			.get("/oauth2/authorization/wecom?action=../../evil&scope=x&state=y");
		assertThat(TestBrowser.location(response)).doesNotContain("evil", "scope=x", "state=y");
	}

	@Test
	void whenManySignInsStartThenEachStateIsLegalAndNew() {
		Set<String> states = new HashSet<>();
		for (int i = 0; i < 20_000; i++) {
			String state = SignInState.next(i % 2 == 0);
			assertThat(state).matches("[a-zA-Z0-9]{32,128}");
			assertThat(states.add(state)).isTrue();
			assertThat(SignInState.isRestarted(state)).isEqualTo(i % 2 == 0);
		}
	}

	@Test
	void whenManySignInsStartThenNoBitOfTheStateIsFixed() {
		int[] ones = new int[128];
		int count = 4000;
		for (int i = 0; i < count; i++) {
			BigInteger bits = new BigInteger(SignInState.next(false).substring(1), 16);
			for (int bit = 0; bit < ones.length; bit++) {
				ones[bit] += bits.testBit(bit) ? 1 : 0;
			}
		}
		for (int bit = 0; bit < ones.length; bit++) {
			// More than ten standard deviations from one half: not by chance
			assertThat(ones[bit]).as("bit " + bit).isBetween(count / 2 - 330, count / 2 + 330);
		}
	}

	private static String start(RunningApplication application, TestBrowser browser, String registrationId) {
		return TestBrowser.location(browser.get("/oauth2/authorization/" + registrationId));
	}

}
