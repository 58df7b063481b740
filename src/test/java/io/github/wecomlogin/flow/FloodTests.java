package io.github.wecomlogin.flow;

import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.fixture.Crowd;
import io.github.wecomlogin.fixture.MonitoredApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.SessionRecorder;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What anybody can send as often and as large as they like, and what it costs: no call,
 * no session, no memory that stays, no log that grows.
 */
@ExtendWith(OutputCaptureExtension.class)
class FloodTests {

	private static final String STATE = "0123456789abcdef0123456789abcdef";

	private static RunningApplication application;

	private final Crowd crowd = new Crowd(application.url(), 40);

	@BeforeAll
	static void start() {
		// Room for what must be refused by us and not by the server in front
		application = new RunningApplication(MonitoredApplication.class, "logging.level.root=info",
				"server.max-http-request-header-size=64KB", "server.tomcat.max-http-response-header-size=8KB");
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

	@Test
	void whenTenThousandSignInsAreStartedThenNothingIsKept() {
		flood(2_000, (i) -> "/oauth2/authorization/wecom?return-to=/page/" + i);
		long before = heap();
		List<Integer> statuses = flood(10_000, (i) -> "/oauth2/authorization/wecom?return-to=/page/" + i);
		assertThat(statuses).containsOnly(302);
		// A session for each would be 20 MB; the rest of the machine keeps a few
		assertThat(heap() - before).isLessThan(10_000_000);
		assertNothingHappened();
	}

	@ParameterizedTest
	@ValueSource(strings = { "code=c&state=a", "code=c&state=b", "code=c&state=!", "state=a", "code=c&code=d&state=a" })
	void whenCallbacksAreMadeUpThenNothingIsKeptAndLogStaysShort(String query, CapturedOutput output) {
		List<Integer> statuses = flood(1_000,
				(i) -> "/login/oauth2/code/wecom?" + query.replaceAll("state=([ab])", "state=$1" + STATE + i));
		assertThat(statuses).containsOnly(302);
		assertNothingHappened();
		// 100 in ten seconds, and that it takes longer than a minute is hard to imagine
		assertThat(output.getOut().lines().filter((line) -> line.contains("Sign-in refused"))).hasSizeLessThan(700);
	}

	@Test
	void whenRegistrationsAreMadeUpThenNothingIsKept() {
		assertThat(flood(1_000, (i) -> "/oauth2/authorization/made-up-" + i)).containsOnly(404);
		assertThat(flood(1_000, (i) -> "/page/" + i)).containsOnly(302);
		assertNothingHappened();
	}

	@Test
	void whenReturnTargetIsHugeThenItIsNotKept() {
		TestBrowser browser = application.desktop();
		browser.openUntil("/oauth2/authorization/wecom?return-to=/" + "x".repeat(20_000), "/login/oauth2/code/");
		assertThat(browser.attemptCookies()).singleElement()
			.satisfies((cookie) -> assertThat(cookie.getValue()).hasSizeLessThan(400));
	}

	@Test
	void whenHeadersAreHugeThenSignInStartsAllTheSame() {
		HttpResponse<String> response = this.crowd
			.get("/oauth2/authorization/wecom", "Accept-Language", "en, " + "x".repeat(10_000), "X-Requested-With",
					"x".repeat(10_000))
			.join();
		assertThat(TestBrowser.location(response)).startsWith(application.wecom().webLoginUrl()).contains("lang=zh");
		TestBrowser browser = application.browser(TestBrowser.DESKTOP + "x".repeat(10_000) + " micromessenger");
		assertThat(browser.get("/oauth2/authorization/wecom").statusCode()).isEqualTo(302);
	}

	@Test
	void whenBrowserBringsHundredsOfCookiesThenFewAreLookedAt() {
		TestBrowser browser = application.desktop();
		browser.get("/oauth2/authorization/wecom");
		String name = browser.attemptCookies().get(0).getName().replaceFirst("_[0-9a-f]+$", "_");
		String value = browser.attemptCookies().get(0).getValue();
		String planted = IntStream.range(0, 150)
			.mapToObj((i) -> name + i + "=" + value)
			.collect(Collectors.joining("; "));
		HttpResponse<String> start = this.crowd.get("/oauth2/authorization/wecom", "Cookie", planted).join();
		assertThat(start.statusCode()).isEqualTo(302);
		// One that is set and those that are cleared away
		assertThat(start.headers().allValues("Set-Cookie")).hasSizeBetween(2, 9);
		HttpResponse<String> callback = this.crowd
			.get("/login/oauth2/code/wecom?code=c&state=a" + STATE, "Cookie", planted)
			.join();
		assertThat(TestBrowser.location(callback)).contains("restart");
	}

	@Test
	void whenCookiesAreHugeThenTheyAreNotLookedAt() {
		TestBrowser browser = application.desktop();
		browser.get("/oauth2/authorization/wecom");
		String name = browser.attemptCookies().get(0).getName();
		HttpResponse<String> response = this.crowd
			.get("/oauth2/authorization/wecom", "Cookie",
					name + "=wecom." + "A".repeat(30_000) + "; " + name.replaceFirst("attempt.*", "return") + "="
							+ "A".repeat(20_000))
			.join();
		assertThat(response.statusCode()).isEqualTo(302);
	}

	@Test
	void whenCodeHasCharactersThatNoAddressHasThenItDoesNotReachWeCom() {
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page", "/login/oauth2/code/");
		assertThat(browser.open(callback.replaceFirst("code=[^&]+", "code=%E4%BB%A3%00")).uri().toString())
			.contains("/login?error=attempt_mismatch&ref=");
		assertNothingHappened();
	}

	private void assertNothingHappened() {
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).isZero();
		assertThat(application.bean(SessionRecorder.class).created()).isZero();
		assertThat(application.bean(SignInBulkhead.class).knownAddresses()).isZero();
	}

	private List<Integer> flood(int count, IntFunction<String> path) {
		return Crowd.all(count, (i) -> this.crowd.get(path.apply(i)).thenApply(HttpResponse::statusCode));
	}

	private static long heap() {
		long used = Long.MAX_VALUE;
		for (int i = 0; i < 3; i++) {
			ManagementFactory.getMemoryMXBean().gc();
			used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return used;
	}

}
