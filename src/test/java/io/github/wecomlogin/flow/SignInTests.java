package io.github.wecomlogin.flow;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.SessionRecorder;
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
 * Signing in and out over real connections, as a member does it.
 */
class SignInTests {

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication("wecom.roles[0].role=ADMIN", "wecom.roles[0].users=ZhaoLiu");
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
	@ValueSource(strings = { TestBrowser.DESKTOP, TestBrowser.WECOM })
	void whenMemberSignsInThenPageFirstAskedForOpens(String userAgent) {
		TestBrowser browser = application.browser(userAgent);
		application.wecom().signInAs("zhaoliu");
		HttpResponse<String> response = browser.open("/page/one?a=1&b=%E4%BA%8C");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.uri().getRawPath() + "?" + response.uri().getRawQuery())
			.isEqualTo("/page/one?a=1&b=%E4%BA%8C");
		assertThat(response.body()).contains("\"userId\":\"zhaoliu\"", "\"name\":\"赵六\"",
				"\"corpId\":\"" + SimulatedWeCom.CORP_ID + "\"", "ROLE_ADMIN", "ROLE_USER",
				"FACTOR_AUTHORIZATION_CODE");
	}

	@Test
	void whenBrowserIsWeComThenSignInTakesThreeRequests() {
		application.wecom().signInAs("zhangsan");
		TestBrowser browser = application.inWeCom();
		browser.open("/");
		assertThat(browser.visited()).extracting(URI::getPath)
			.containsExactly("/", SimulatedWeCom.AUTHORIZE, "/login/oauth2/code/wecom", "/");
	}

	@Test
	void whenBrowserIsOnDesktopThenWebLoginIsUsed() {
		application.wecom().signInAs("zhangsan");
		TestBrowser browser = application.desktop();
		browser.open("/");
		assertThat(browser.visited()).extracting(URI::getPath).contains(SimulatedWeCom.WEB_LOGIN);
	}

	@Test
	void whenTokenIsWarmThenSignInTakesTwoCalls() {
		application.signedIn(application.desktop(), "zhangsan");
		int tokens = calls(SimulatedWeCom.GETTOKEN);
		int infos = calls(SimulatedWeCom.GETUSERINFO);
		int users = calls(SimulatedWeCom.GETUSER);
		application.signedIn(application.desktop(), "lisi");
		assertThat(calls(SimulatedWeCom.GETTOKEN)).isEqualTo(tokens);
		assertThat(calls(SimulatedWeCom.GETUSERINFO)).isEqualTo(infos + 1);
		assertThat(calls(SimulatedWeCom.GETUSER)).isEqualTo(users + 1);
		assertThat(calls(SimulatedWeCom.GETUSERDETAIL)).isZero();
	}

	@Test
	void whenTokenWasWithdrawnThenSignInSucceedsWithOneMoreGettoken() {
		application.signedIn(application.desktop(), "zhangsan");
		int tokens = calls(SimulatedWeCom.GETTOKEN);
		application.wecom().withdrawTokens();
		application.signedIn(application.desktop(), "lisi");
		assertThat(calls(SimulatedWeCom.GETTOKEN)).isEqualTo(tokens + 1);
	}

	@Test
	void whenManySignInAtOnceOnColdTokenThenOneGettoken() throws Exception {
		application.wecom().signInAs("zhangsan");
		List<Callable<Integer>> signIns = IntStream.range(0, 200)
			.<Callable<Integer>>mapToObj((i) -> () -> application.desktop().open("/").statusCode())
			.toList();
		ExecutorService executor = Executors.newFixedThreadPool(50);
		try {
			for (Future<Integer> signIn : executor.invokeAll(signIns)) {
				assertThat(signIn.get()).isEqualTo(200);
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(calls(SimulatedWeCom.GETTOKEN)).isEqualTo(1);
		assertThat(calls(SimulatedWeCom.GETUSERINFO)).isEqualTo(200);
	}

	@Test
	void whenSignInSucceedsThenSessionIdChanges() {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		String first = browser.cookie("JSESSIONID");
		application.wecom().signInAs("lisi");
		browser.open("/oauth2/authorization/wecom");
		assertThat(browser.cookie("JSESSIONID")).isNotNull().isNotEqualTo(first);
		assertThat(browser.get("/").body()).contains("\"userId\":\"lisi\"");
	}

	@Test
	void whenAnonymousVisitorsComeThenNoSessionIsMade() {
		for (int i = 0; i < 1000; i++) {
			assertThat(application.desktop().get((i % 2 == 0) ? "/page" : "/oauth2/authorization/wecom").statusCode())
				.isEqualTo(302);
		}
		assertThat(application.desktop().open("/login?error=outsider").statusCode()).isEqualTo(200);
		assertThat(application.desktop().get("/login/oauth2/code/wecom?code=x&state=y").statusCode()).isEqualTo(302);
		assertThat(application.desktop().get("/login/oauth2/code/nope?x=1").statusCode()).isEqualTo(302);
		assertThat(application.bean(SessionRecorder.class).created()).isZero();
	}

	@Test
	void whenRegistrationIsMadeUpThenNotFound() {
		assertThat(application.desktop().get("/oauth2/authorization/nope").statusCode()).isEqualTo(404);
	}

	@Test
	void whenMemberIsRefusedThenNoSessionIsMade() {
		application.wecom().signInAs(SimulatedWeCom.OUTSIDER);
		application.inWeCom().open("/");
		application.wecom().cancelSignIns(true);
		application.desktop().open("/");
		assertThat(application.bean(SessionRecorder.class).created()).isZero();
	}

	@Test
	void whenMemberSignsOutThenTheyStaySignedOutUntilTheyClick() {
		TestBrowser browser = application.signedIn(application.inWeCom(), "zhangsan");
		application.signOut(browser);
		HttpResponse<String> page = browser.open("/page");
		assertThat(page.uri().getPath()).isEqualTo("/login");
		assertThat(page.body()).contains("You have signed out")
			.contains("/oauth2/authorization/wecom?return-to=%2Fpage");
		assertThat(browser.open("/oauth2/authorization/wecom?return-to=%2Fpage").uri().getPath()).isEqualTo("/page");
	}

	@Test
	void whenReturnTargetLeadsElsewhereThenHomePageOpens() {
		application.wecom().signInAs("zhangsan");
		for (String target : List.of("https://evil.example", "//evil.example", "/%5Cevil.example", "%09//evil.example",
				"/login", "/logout", "/oauth2/authorization/wecom", "javascript:alert(1)")) {
			HttpResponse<String> response = application.desktop()
				.open("/oauth2/authorization/wecom?return-to=" + target);
			assertThat(response.uri().toString()).as(target).isEqualTo(application.url() + "/");
		}
	}

	@Test
	void whenPostMetTheEntryPointThenMemberComesBackToHomePage() {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		String csrf = browser.get("/csrf").body();
		browser.setCookie("JSESSIONID", "gone");
		browser.forgetAttempts();
		HttpResponse<String> response = browser.post("/page", csrf);
		assertThat(TestBrowser.location(response)).startsWith(application.wecom().webLoginUrl());
		assertThat(browser.open(TestBrowser.location(response)).uri().getPath()).isEqualTo("/");
	}

	@Test
	void whenNameIsMarkupThenItIsData() {
		TestBrowser browser = application.signedIn(application.desktop(), "markup");
		assertThat(browser.get("/").body()).contains("\"name\":\"<b>&\\\"'\"");
	}

	@Test
	void whenTwoTabsSignInThenBothComeBackToTheirPages() {
		application.wecom().signInAs("zhangsan");
		TestBrowser browser = application.desktop();
		String first = browser.openUntil("/page/first", "/login/oauth2/code/");
		String second = browser.openUntil("/page/second", "/login/oauth2/code/");
		assertThat(browser.attemptCookies()).hasSize(2);
		assertThat(browser.open(first).uri().getPath()).isEqualTo("/page/first");
		assertThat(browser.open(second).uri().getPath()).isEqualTo("/page/second");
	}

	@Test
	void whenManyTabsAreOpenedThenAttemptsStayWithinSixKilobytes() {
		TestBrowser browser = application.desktop();
		for (int i = 0; i < 40; i++) {
			browser.get("/oauth2/authorization/wecom?return-to=/page/" + i);
			assertThat(browser.attemptCookies()).hasSizeGreaterThanOrEqualTo(Math.min(i + 1, 6));
			assertThat(browser.attemptCookies()
				.stream()
				.mapToInt((cookie) -> cookie.getName().length() + cookie.getValue().length())
				.sum()).isLessThanOrEqualTo(6 * 1024);
		}
	}

	@Test
	void whenScriptAsksThenItIsToldToSignIn() {
		for (String[] header : new String[][] { { "Accept", "application/json" },
				{ "X-Requested-With", "XMLHttpRequest" }, { "Sec-Fetch-Mode", "cors" } }) {
			HttpResponse<String> response = application.desktop().with(header[0], header[1]).get("/page");
			assertThat(response.statusCode()).as(header[0]).isEqualTo(401);
			assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
			assertThat(response.body()).contains("\"code\":\"sign_in_required\"",
					"\"signInUrl\":\"/oauth2/authorization/wecom\"", "\"status\":401");
		}
		assertThat(application.bean(SessionRecorder.class).created()).isZero();
	}

	@Test
	void whenAndroidWebviewNamesItselfThenItIsSentToSignIn() {
		HttpResponse<String> response = application.inWeCom()
			.with("X-Requested-With", "com.tencent.wework")
			.with("Sec-Fetch-Mode", "navigate")
			.get("/page");
		assertThat(response.statusCode()).isEqualTo(302);
	}

	private static int calls(String path) {
		return application.wecom().calls(path);
	}

}
