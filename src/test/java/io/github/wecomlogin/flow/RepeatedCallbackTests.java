package io.github.wecomlogin.flow;

import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.wecomlogin.fixture.Crowd;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.SessionRecorder;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One genuine callback that is sent over and over, with the cookies that the browser had
 * before it.
 */
class RepeatedCallbackTests {

	private static final String CALLBACK = "/login/oauth2/code/";

	private static final int REPEATS = 100;

	private static final int SERVED = 6;

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication("wecom.limits.concurrent-sign-ins=2",
				"wecom.allow.users=zhangsan,lisi,sunqi");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 20 })
	void whenGenuineCodeIsRepeatedThenFewSignInsAndOneReading(int atOnce) {
		application.wecom().signInAs("zhangsan");
		Captured callback = capture(application.desktop());
		List<HttpResponse<String>> answers = repeat(atOnce, callback);
		assertCalls(1, 1);
		assertThat(application.bean(SessionRecorder.class).created()).isBetween(1, SERVED);
		assertThat(answers.stream().filter((answer) -> location(answer).endsWith("/page"))).hasSizeBetween(1, SERVED);
		assertThat(answers.stream().filter((answer) -> refusal(answer).equals("code_rejected")))
			.hasSizeGreaterThan(REPEATS - 2 * SERVED);
	}

	@ParameterizedTest
	@CsvSource({ "wangwu, not_allowed, 1", "sunqi, not_active, 1", SimulatedWeCom.OUTSIDER + ", outsider, 0",
			SimulatedWeCom.LINKED_CORP_MEMBER + ", outsider, 0" })
	void whenRefusedCodeIsRepeatedThenTheRefusalIsShared(String person, String refusal, int readings) {
		application.wecom().signInAs(person);
		Captured callback = capture(application.inWeCom());
		List<HttpResponse<String>> answers = repeat(20, callback);
		assertCalls(1, readings);
		assertThat(application.bean(SessionRecorder.class).created()).isZero();
		assertThat(answers.stream().filter((answer) -> refusal(answer).equals(refusal))).hasSizeBetween(1, SERVED);
	}

	@Test
	void whenRepeatsWaitThenTheyTakeNoPlaceOfOthers() {
		application.wecom().signInAs("zhangsan");
		Captured callback = capture(application.desktop());
		TestBrowser other = application.desktop();
		application.wecom().signInAs("lisi");
		String othersCallback = other.openUntil("/page", CALLBACK);
		application.wecom().delay(SimulatedWeCom.GETUSERINFO, Duration.ofSeconds(2));
		Crowd crowd = new Crowd(application.url(), 20);
		List<CompletableFuture<HttpResponse<String>>> repeats = IntStream.range(0, 20)
			.mapToObj((i) -> crowd.get(callback.path(), "Cookie", callback.cookies()))
			.toList();
		// Two of two places: the first repeat's and this one
		assertThat(other.open(othersCallback).statusCode()).isEqualTo(200);
		repeats.forEach(CompletableFuture::join);
		assertCalls(2, 2);
	}

	@Test
	void whenSignedInBrowserRepeatsTooOftenThenItsPageOpens() {
		application.wecom().signInAs("zhangsan");
		TestBrowser browser = application.desktop();
		Captured callback = capture(browser);
		repeat(1, callback);
		application.wecom().signInAs("lisi");
		TestBrowser signedIn = application.signedIn(application.desktop(), "lisi").withCookiesOf(browser);
		HttpResponse<String> answer = signedIn.get(callback.path());
		assertThat(TestBrowser.location(answer)).endsWith("/page");
		assertThat(signedIn.get("/page").body()).contains("lisi");
	}

	private static Captured capture(TestBrowser browser) {
		String callback = browser.openUntil("/page", CALLBACK);
		return new Captured(callback.substring(application.url().length()),
				browser.cookies().stream().map(HttpCookie::toString).collect(Collectors.joining("; ")));
	}

	private static List<HttpResponse<String>> repeat(int atOnce, Captured callback) {
		Crowd crowd = new Crowd(application.url(), atOnce);
		IntFunction<CompletableFuture<HttpResponse<String>>> send = (i) -> crowd.get(callback.path(), "Cookie",
				callback.cookies());
		return Crowd.all(REPEATS, send);
	}

	private static String location(HttpResponse<String> answer) {
		return answer.headers().firstValue("Location").orElse("");
	}

	private static String refusal(HttpResponse<String> answer) {
		String location = location(answer);
		return location.contains("/login?error=") ? location.replaceAll(".*error=|&ref=.*", "") : "";
	}

	private static void assertCalls(int identities, int readings) {
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).as("identities").isEqualTo(identities);
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSER)).as("readings").isEqualTo(readings);
	}

	private record Captured(String path, String cookies) {

	}

}
