package io.github.wecomlogin.login;

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

import io.github.wecomlogin.client.Deadline;
import io.github.wecomlogin.client.ApplicationTokenStore;
import io.github.wecomlogin.client.InMemoryApplicationTokenStore;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.store.InMemorySharedStore;
import io.github.wecomlogin.store.SharedStore;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletRequest;

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
	void whenCallbackReachesBothNodesAtOnceThenBothSignInWithOneIdentityCall() throws Exception {
		one.wecom().delay(SimulatedWeCom.GETUSERINFO, Duration.ofMillis(300));
		TestBrowser browser = one.inWeCom();
		String callback = browser.openUntil("/page", CALLBACK);
		ExecutorService executor = Executors.newFixedThreadPool(6);
		try {
			List<Callable<HttpResponse<String>>> callbacks = new ArrayList<>();
			for (int i = 0; i < 6; i++) {
				TestBrowser same = one.inWeCom().withCookiesOf(browser);
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
		assertThat(identityCalls()).isEqualTo(1);
	}

	@Test
	void whenCallbackFailedOnOneNodeThenTheOtherSaysTheSame() {
		one.wecom().signInAs(SimulatedWeCom.OUTSIDER);
		TestBrowser browser = one.inWeCom();
		String callback = browser.openUntil("/page", CALLBACK);
		TestBrowser same = one.inWeCom().withCookiesOf(browser);
		assertThat(browser.open(callback).uri().toString()).isEqualTo(one.url() + "/login?error=outsider");
		assertThat(same.open(onTwo(callback)).uri().toString()).isEqualTo(two.url() + "/login?error=outsider");
		assertThat(identityCalls()).isEqualTo(1);
	}

	@Test
	void whenMemberSignsOutOnOneNodeThenOldCallbackIsWorthNothingOnTheOther() {
		one.wecom().signInAs("lisi");
		TestBrowser browser = one.desktop();
		String callback = browser.openUntil("/page", CALLBACK);
		TestBrowser withOldCookies = one.desktop().withCookiesOf(browser);
		assertThat(browser.open(callback).statusCode()).isEqualTo(200);
		one.signOut(browser);
		assertThat(withOldCookies.open(onTwo(callback)).uri().toString())
			.isEqualTo(two.url() + "/login?error=code_rejected");
		assertThat(identityCalls()).isEqualTo(1);
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
	void whenNodeDiesWithTheAnswerThenMemberIsSentToWeComOnceMore() {
		TestBrowser browser = one.inWeCom();
		String callback = browser.openUntil("/page/one?a=%E4%BA%8C&b=1", CALLBACK);
		String code = callback.replaceAll(".*code=([^&]+).*", "$1");
		// What a node leaves behind that is killed between WeCom's answer and its own
		WeComRegistration registration = one.bean(WeComRegistrations.class).find("wecom");
		registration.client().getUserInfo(code, null, Deadline.after(Duration.ofSeconds(5)));
		String name = "spent-code|" + SpentCodes.key(registration, attemptOf(browser), code);
		registration.sharedStore().put(name, SharedCode.pending(1, 0).write(), Duration.ofMinutes(1));
		HttpResponse<String> page = browser.open(onTwo(callback));
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.uri().getRawPath() + "?" + page.uri().getRawQuery()).isEqualTo("/page/one?a=%E4%BA%8C&b=1");
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
		assertThat(store.dump()).hasSizeGreaterThanOrEqualTo(3);
		String code = callback.replaceAll(".*code=([^&]+).*", "$1");
		store.dump()
			.forEach((key, value) -> assertThat(key + new String(value, StandardCharsets.ISO_8859_1))
				.doesNotContainIgnoringCase("wangwu")
				.doesNotContain("王五", SimulatedWeCom.CORP_ID, SimulatedWeCom.SECRET, code));
	}

	private static Attempt attemptOf(TestBrowser browser) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setCookies(browser.attemptCookies()
			.stream()
			.map((cookie) -> new Cookie(cookie.getName(), cookie.getValue()))
			.toArray(Cookie[]::new));
		return one.bean(AttemptStore.class).find(request).get(0);
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
