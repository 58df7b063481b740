package io.github.wecomlogin.flow;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.client.token.ApplicationTokenStore;
import io.github.wecomlogin.client.token.InMemoryApplicationTokenStore;
import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.SessionRecorder;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.store.InMemorySharedStore;
import io.github.wecomlogin.store.SharedStore;
import io.github.wecomlogin.util.Deadline;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes of one application over real connections, in a browser that a load balancer
 * sends now here and now there.
 */
class SeveralNodesTests {

	private static final String CALLBACK = "/login/oauth2/code/";

	private static final InMemorySharedStore store = new InMemorySharedStore(Clock.systemUTC());

	private static RunningApplication one;

	private static RunningApplication two;

	@BeforeAll
	static void start() {
		one = new RunningApplication(Node.class);
		two = one.another(Node.class);
	}

	@AfterAll
	static void stop() {
		two.close();
		one.close();
	}

	@BeforeEach
	void reset() {
		store.setDown(false);
		// Or an outage of the test before would end within this one
		one.bean(ChangeStamps.class).synchronize();
		two.bean(ChangeStamps.class).synchronize();
		store.clear();
		two.reset();
		one.reset();
		one.wecom().signInAs("zhangsan");
	}

	@Test
	void whenSignInComesBackToTheOtherNodeThenItEndsThere() {
		TestBrowser browser = one.desktop();
		String callback = browser.openUntil("/page/one", CALLBACK);
		HttpResponse<String> page = browser.open(onTwo(callback));
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.uri().toString()).isEqualTo(two.url() + "/page/one");
		assertThat(page.body()).contains("\"userId\":\"zhangsan\"");
		assertThat(one.bean(SessionRecorder.class).created()).isZero();
	}

	@Test
	void whenCallbackReachesBothNodesAtOnceThenEachSendsTheCodeOnce() throws Exception {
		one.wecom().delay(SimulatedWeCom.GETUSERINFO, Duration.ofMillis(300));
		TestBrowser browser = one.inWeCom();
		String callback = browser.openUntil("/page", CALLBACK);
		List<TestBrowser> browsers = new ArrayList<>();
		ExecutorService executor = Executors.newFixedThreadPool(6);
		try {
			List<Callable<HttpResponse<String>>> callbacks = new ArrayList<>();
			for (int i = 0; i < 6; i++) {
				TestBrowser same = one.inWeCom().withCookiesOf(browser);
				browsers.add(same);
				String address = (i % 2 == 0) ? callback : onTwo(callback);
				callbacks.add(() -> same.open(address));
			}
			List<String> sessions = new ArrayList<>();
			for (Future<HttpResponse<String>> response : executor.invokeAll(callbacks)) {
				assertThat(response.get().statusCode()).isEqualTo(200);
				assertThat(response.get().body()).contains("\"userId\":\"zhangsan\"");
				sessions.add(response.get().body().replaceAll(".*\"session\":\"([^\"]+)\".*", "$1"));
			}
			assertThat(sessions).doesNotHaveDuplicates();
		}
		finally {
			executor.shutdownNow();
		}
		// Where the result comes later than the other node looks, sign-ins start again
		int restarted = (int) browsers.stream()
			.filter((each) -> each.visited().stream().anyMatch((uri) -> uri.getPath().startsWith("/oauth2/")))
			.count();
		assertThat(identityCalls()).isBetween(1, 2 + restarted);
		assertThat(one.wecom().calls(SimulatedWeCom.GETUSER)).isBetween(1, 2 + restarted);
	}

	@Test
	void whenCallbackIsRepeatedOnBothNodesThenFewAreServed() {
		TestBrowser browser = one.inWeCom();
		String callback = browser.openUntil("/page", CALLBACK);
		for (int i = 0; i < 40; i++) {
			TestBrowser same = one.inWeCom().withCookiesOf(browser);
			same.get((i % 2 == 0) ? callback : onTwo(callback));
		}
		assertThat(identityCalls()).isEqualTo(2);
		assertThat(one.wecom().calls(SimulatedWeCom.GETUSER)).isEqualTo(2);
		int sessions = one.bean(SessionRecorder.class).created() + two.bean(SessionRecorder.class).created();
		assertThat(sessions).isEqualTo(2 * (1 + 5));
	}

	@Test
	void whenCodeWasSentByAnotherNodeThenItDoesNotCountAsInvented() {
		try (RunningApplication three = one.another(Node.class, "wecom.limits.rejected-codes-per-address=1")) {
			for (int i = 0; i < 3; i++) {
				TestBrowser browser = one.inWeCom();
				String callback = browser.openUntil("/page", CALLBACK);
				TestBrowser same = one.inWeCom().withCookiesOf(browser);
				assertThat(browser.open(callback).statusCode()).isEqualTo(200);
				assertThat(same.open(callback.replace(one.url(), three.url())).statusCode()).isEqualTo(200);
			}
		}
		assertThat(identityCalls()).isEqualTo(6);
	}

	@Test
	void whenCallbackFailedOnOneNodeThenTheOtherSaysTheSame() {
		one.wecom().signInAs(SimulatedWeCom.OUTSIDER);
		TestBrowser browser = one.inWeCom();
		String callback = browser.openUntil("/page", CALLBACK);
		TestBrowser same = one.inWeCom().withCookiesOf(browser);
		assertThat(browser.open(callback).uri().toString()).startsWith(one.url() + "/login?error=outsider&ref=");
		assertThat(same.open(onTwo(callback)).uri().toString()).startsWith(two.url() + "/login?error=outsider&ref=");
		assertThat(identityCalls()).isEqualTo(2);
	}

	@Test
	void whenMemberSignsOutThenOldCallbackIsRefusedOnTheOtherNode() {
		one.wecom().signInAs("lisi");
		TestBrowser browser = one.desktop();
		String callback = browser.openUntil("/page", CALLBACK);
		TestBrowser withOldCookies = one.desktop().withCookiesOf(browser);
		assertThat(browser.open(callback).statusCode()).isEqualTo(200);
		one.signOut(browser);
		assertThat(withOldCookies.open(onTwo(callback)).uri().toString())
			.startsWith(two.url() + "/login?error=code_rejected&ref=");
		assertThat(identityCalls()).isEqualTo(2);
	}

	@Test
	void whenMemberSignsOutAndInAgainThenDoubledCallbackStillWorks() {
		TestBrowser before = one.signedIn(one.desktop(), "zhangsan");
		one.signOut(before);
		TestBrowser browser = one.desktop();
		String callback = browser.openUntil("/page", CALLBACK);
		TestBrowser same = one.desktop().withCookiesOf(browser);
		assertThat(browser.open(onTwo(callback)).statusCode()).isEqualTo(200);
		assertThat(same.open(callback).body()).contains("\"userId\":\"zhangsan\"");
	}

	@Test
	void whenNoNodeHasTheResultThenMemberIsSentToWeComOnceMore() {
		TestBrowser browser = one.inWeCom();
		String callback = browser.openUntil("/page/one?a=%E4%BA%8C&b=1", CALLBACK);
		spend(callback);
		HttpResponse<String> page = browser.open(onTwo(callback));
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.uri().getRawPath() + "?" + page.uri().getRawQuery()).isEqualTo("/page/one?a=%E4%BA%8C&b=1");
		assertThat(browser.visited()).extracting(URI::getPath).contains("/oauth2/authorization/wecom");
		assertThat(browser.cookies()).noneMatch((cookie) -> cookie.getName().contains("wecom_pause"));
	}

	@Test
	void whenSecondCodeIsLostTooThenMemberIsRefused() {
		TestBrowser browser = one.inWeCom();
		String callback = browser.openUntil("/page", CALLBACK);
		spend(callback);
		String second = browser.openUntil(TestBrowser.location(browser.get(callback)), CALLBACK);
		spend(second);
		assertThat(browser.open(second).uri().toString()).startsWith(one.url() + "/login?error=code_rejected&ref=");
	}

	/**
	 * Does what a node did that was killed between WeCom's answer and its own.
	 */
	private static void spend(String callback) {
		one.of("wecom", WeComClient.class)
			.getUserInfo(callback.replaceAll(".*code=([^&]+).*", "$1"), null, Deadline.after(Duration.ofSeconds(5)));
	}

	@Test
	void whenStoreIsDownThenMembersSignInOnEachNode() {
		store.setDown(true);
		assertThat(one.desktop().open("/page").statusCode()).isEqualTo(200);
		assertThat(two.desktop().open("/page").statusCode()).isEqualTo(200);
		store.setDown(false);
		assertThat(one.desktop().open("/page").statusCode()).isEqualTo(200);
		assertThat(two.desktop().open("/page").statusCode()).isEqualTo(200);
	}

	@Test
	void whenStoreIsReadThenItTellsNothingOfMembersAndCodes() {
		one.wecom().signInAs("wangwu");
		TestBrowser browser = one.desktop();
		String callback = browser.openUntil("/page", CALLBACK);
		browser.open(callback);
		one.signOut(browser);
		assertThat(store.dump()).hasSizeGreaterThanOrEqualTo(2);
		String code = callback.replaceAll(".*code=([^&]+).*", "$1");
		store.dump()
			.forEach((key, value) -> assertThat(key + new String(value, StandardCharsets.ISO_8859_1))
				.doesNotContainIgnoringCase("wangwu")
				.doesNotContain("王五", SimulatedWeCom.CORP_ID, SimulatedWeCom.SECRET, code));
	}

	private static String onTwo(String callback) {
		return callback.replace(one.url(), two.url());
	}

	private static int identityCalls() {
		return one.wecom().calls(SimulatedWeCom.GETUSERINFO);
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class Node {

		@Bean
		SharedStore sharedStore() {
			return store;
		}

		// Of each node alone, so that a test can make it forget its token
		@Bean
		ApplicationTokenStore tokenStore() {
			return new InMemoryApplicationTokenStore();
		}

	}

}
