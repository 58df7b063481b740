package io.github.wecomlogin.flow;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a callback: it fits an attempt of this browser, differs from all of
 * them, or finds none; it comes twice, late, or from somewhere else.
 */
class CallbackTests {

	private static final String CALLBACK = "/login/oauth2/code/";

	private static final String OTHER_STATE = "a0123456789abcdef0123456789abcdef";

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication("server.forward-headers-strategy=native");
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
	void whenCallbackComesAgainAfterSignInThenPageJustOpens() {
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page/one", CALLBACK);
		assertThat(browser.open(callback).statusCode()).isEqualTo(200);
		HttpResponse<String> again = browser.open(callback);
		assertThat(again.statusCode()).isEqualTo(200);
		assertThat(again.uri().getPath()).isEqualTo("/page/one");
		assertThat(identityCalls()).isEqualTo(1);
	}

	@Test
	void whenFirstAnswerWasLostThenSecondCallbackSpendsNoCode() {
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page/one", CALLBACK);
		TestBrowser sameBrowserBefore = application.desktop().withCookiesOf(browser);
		assertThat(browser.open(callback).statusCode()).isEqualTo(200);
		HttpResponse<String> second = sameBrowserBefore.open(callback);
		assertThat(second.statusCode()).isEqualTo(200);
		assertThat(second.uri().getPath()).isEqualTo("/page/one");
		assertThat(identityCalls()).isEqualTo(1);
		assertThat(sameBrowserBefore.cookie("JSESSIONID")).isNotEqualTo(browser.cookie("JSESSIONID"));
	}

	@Test
	void whenCallbackComesTwiceAtOnceThenOneIdentityCallServesBoth() throws Exception {
		application.wecom().delay(SimulatedWeCom.GETUSERINFO, Duration.ofMillis(300));
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page", CALLBACK);
		ExecutorService executor = Executors.newFixedThreadPool(5);
		try {
			List<Callable<Integer>> callbacks = IntStream.range(0, 5)
				.mapToObj((i) -> application.desktop().withCookiesOf(browser))
				.<Callable<Integer>>map((each) -> () -> each.open(callback).statusCode())
				.toList();
			for (Future<Integer> status : executor.invokeAll(callbacks)) {
				assertThat(status.get()).isEqualTo(200);
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(identityCalls()).isEqualTo(1);
	}

	@Test
	void whenCallbackIsRepeatedByAnotherBrowserThenItGetsNothing() {
		TestBrowser victim = application.desktop();
		String callback = victim.openUntil("/page", CALLBACK);
		victim.open(callback);
		TestBrowser thief = application.desktop();
		thief.get("/oauth2/authorization/wecom");
		HttpResponse<String> response = thief.open(callback);
		assertThat(response.uri().toString()).contains("/login?error=attempt_mismatch&ref=");
		assertThat(identityCalls()).isEqualTo(1);
	}

	@Test
	void whenOldCallbackIsReplayedAfterSignOutThenNobodyIsSignedIn() {
		TestBrowser browser = application.inWeCom();
		String callback = browser.openUntil("/page", CALLBACK);
		TestBrowser withOldCookies = application.inWeCom().withCookiesOf(browser);
		browser.open(callback);
		application.signOut(browser);
		HttpResponse<String> replay = browser.open(callback);
		assertThat(replay.uri().getPath()).isEqualTo("/login");
		assertThat(replay.body()).contains("You have signed out");
		HttpResponse<String> replayWithOldCookies = withOldCookies.open(callback);
		assertThat(replayWithOldCookies.uri().toString()).contains("/login?error=code_rejected&ref=");
	}

	@ParameterizedTest
	@ValueSource(strings = { TestBrowser.DESKTOP, TestBrowser.WECOM })
	void whenStateDiffersThenRefusedWithoutCallingWeCom(String userAgent) {
		TestBrowser browser = application.browser(userAgent);
		browser.openUntil("/page", CALLBACK);
		HttpResponse<String> response = browser.open(CALLBACK + "wecom?code=stolen&state=" + OTHER_STATE);
		assertThat(response.uri().toString()).contains("/login?error=attempt_mismatch&ref=");
		assertThat(identityCalls()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { TestBrowser.DESKTOP, TestBrowser.WECOM })
	void whenStateDiffersAndSignedInThenHomePageOpens(String userAgent) {
		TestBrowser browser = application.signedIn(application.browser(userAgent), "zhangsan");
		browser.get("/oauth2/authorization/wecom");
		HttpResponse<String> response = browser.open(CALLBACK + "wecom?code=stolen&state=" + OTHER_STATE);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.uri().getPath()).isEqualTo("/");
		assertThat(response.body()).contains("zhangsan");
		assertThat(identityCalls()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { TestBrowser.DESKTOP, TestBrowser.WECOM })
	void whenAttemptIsGoneThenOneFreshSignInStarts(String userAgent) {
		TestBrowser browser = application.browser(userAgent);
		String callback = browser.openUntil("/page", CALLBACK);
		browser.forgetAttempts();
		HttpResponse<String> response = browser.open(callback);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.uri().getPath()).isEqualTo("/");
		assertThat(identityCalls()).isEqualTo(1);
		assertThat(browser.visited()).extracting(URI::getPath).contains("/oauth2/authorization/wecom");
	}

	@ParameterizedTest
	@ValueSource(strings = { TestBrowser.DESKTOP, TestBrowser.WECOM })
	void whenAttemptIsGoneAndSignedInThenHomePageOpens(String userAgent) {
		TestBrowser browser = application.signedIn(application.browser(userAgent), "zhangsan");
		HttpResponse<String> response = browser.open(CALLBACK + "wecom?code=old&state=" + OTHER_STATE);
		assertThat(response.uri().getPath()).isEqualTo("/");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(identityCalls()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { TestBrowser.DESKTOP, TestBrowser.WECOM })
	void whenCookiesAreBlockedThenMemberIsToldInsteadOfLooping(String userAgent) {
		TestBrowser browser = application.browser(userAgent).blockingCookies();
		HttpResponse<String> response = browser.open("/page");
		assertThat(response.uri().toString()).contains("/login?error=cookies_blocked&ref=");
		assertThat(response.body()).contains("Cookies are blocked");
		assertThat(identityCalls()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "cancelled", "outsider" })
	void whenMemberTriesAgainAfterFailureThenOldAttemptIsForgotten(String failure) {
		application.wecom().cancelSignIns(failure.equals("cancelled"));
		application.wecom().signInAs(failure.equals("cancelled") ? "zhangsan" : SimulatedWeCom.OUTSIDER);
		TestBrowser browser = application.desktop();
		assertThat(browser.open("/page").uri().toString()).contains("/login?error=" + failure + "&ref=");
		browser.get("/oauth2/authorization/wecom");
		assertThat(TestBrowser.location(browser.get("/page"))).startsWith(application.wecom().webLoginUrl());
		assertThat(browser.get("/login").body()).doesNotContain("Cookies are blocked");
	}

	@Test
	void whenLinkWithFixedStateIsOpenedThenFreshSignInStarts() {
		TestBrowser browser = application.inWeCom();
		HttpResponse<String> response = browser.open(CALLBACK + "wecom?code=fromlink&state=STATE");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(identityCalls()).isEqualTo(1);
	}

	@Test
	void whenSignInFailedThenReloadOfCallbackShowsSameReason() {
		application.wecom().signInAs(SimulatedWeCom.OUTSIDER);
		TestBrowser browser = application.inWeCom();
		String callback = browser.openUntil("/page", CALLBACK);
		assertThat(browser.open(callback).uri().toString()).contains("/login?error=outsider&ref=");
		assertThat(browser.open(callback).uri().toString()).contains("/login?error=outsider&ref=");
		assertThat(browser.open("/page").uri().getPath()).isEqualTo("/login");
		assertThat(identityCalls()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "code=a&code=b&state=%s", "code=a&state=%s&state=%s", "code=a&state=%s%%3D",
			"code=a&state=%s-" })
	void whenParametersAreMalformedThenRefusedWithoutCallingWeCom(String query) {
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page", CALLBACK);
		String state = callback.replaceAll(".*state=([A-Za-z0-9]+).*", "$1");
		HttpResponse<String> response = browser.open(CALLBACK + "wecom?" + query.formatted(state, state));
		assertThat(response.uri().toString()).contains("/login?error=attempt_mismatch&ref=");
		assertThat(identityCalls()).isZero();
	}

	@Test
	void whenCodeOrStateIsTooLongThenRefusedWithoutCallingWeCom() {
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page", CALLBACK);
		String state = callback.replaceAll(".*state=([A-Za-z0-9]+).*", "$1");
		for (String query : List.of("code=" + "c".repeat(513) + "&state=" + state, "code=c&state=" + "s".repeat(129))) {
			assertThat(browser.open(CALLBACK + "wecom?" + query).uri().toString())
				.contains("/login?error=attempt_mismatch&ref=");
		}
		assertThat(identityCalls()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "%0D%0A", "%0A", "%09", "%00", "%0B", "%0C", "%1B", "%7F", "%C2%85", "%C2%A0", "%E2%80%A8",
			"%E3%80%80", "%EF%BC%A1", "+", "%20" })
	void whenCodeIsNotVisibleAsciiThenRefusedWithoutCallingWeCom(String part) {
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page", CALLBACK);
		for (String code : List.of("ab" + part + "cd", part + "ab", "ab" + part)) {
			assertThat(browser.open(callback.replaceAll("code=[^&]+", "code=" + code)).uri().toString()).as(code)
				.contains("/login?error=attempt_mismatch&ref=");
		}
		assertThat(browser.open(callback.replaceAll("state=[^&]+", "$0" + part)).uri().toString())
			.contains("/login?error=attempt_mismatch&ref=");
		assertThat(application.wecom().calls(SimulatedWeCom.GETTOKEN) + identityCalls()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "HEAD", "PUT", "OPTIONS" })
	void whenCallbackIsNotAGetThenNothingIsSpent(String method) {
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page", CALLBACK);
		HttpResponse<String> response = browser.send(method, callback, null);
		assertThat(response.statusCode()).isIn(401, 403, 405, 302);
		assertThat(identityCalls()).isZero();
		assertThat(browser.open(callback).statusCode()).isEqualTo(200);
	}

	@Test
	void whenAttemptIsOfAnotherRegistrationThenItDoesNotFit() {
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page", CALLBACK);
		HttpResponse<String> response = browser.get(callback.replace("/code/wecom", "/code/other"));
		assertThat(response.statusCode()).isEqualTo(302);
		assertThat(identityCalls()).isZero();
	}

	@Test
	void whenAttemptCookieWasChangedThenItIsNoAttempt() {
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page", CALLBACK);
		browser.attemptCookies().forEach((cookie) -> {
			char[] value = cookie.getValue().toCharArray();
			value[value.length / 2] = (value[value.length / 2] == 'A') ? 'B' : 'A';
			cookie.setValue(new String(value));
		});
		HttpResponse<String> response = browser.get(callback);
		assertThat(TestBrowser.location(response)).endsWith("/oauth2/authorization/wecom?restart");
	}

	@Test
	void whenSiblingDomainPlantsAttemptUnderHttpsThenItIsNotSeen() {
		TestBrowser attacker = application.desktop();
		String callback = attacker.openUntil("/page", CALLBACK);
		// What a sibling domain can set: any cookie but one with the prefix __Host-
		TestBrowser victim = application.desktop().withCookiesOf(attacker).with("X-Forwarded-Proto", "https");
		HttpResponse<String> response = victim.get(callback);
		assertThat(TestBrowser.location(response)).contains("/oauth2/authorization/wecom?restart");
		assertThat(identityCalls()).isZero();
	}

	private static int identityCalls() {
		return application.wecom().calls(SimulatedWeCom.GETUSERINFO);
	}

}
