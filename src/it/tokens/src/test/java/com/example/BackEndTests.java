package com.example;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitUntilState;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Employee;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes of the back end, of which the first one checks members every ten minutes and
 * the second one every second. Each test has a member of its own.
 */
@Timeout(120)
class BackEndTests {

	private static Site site;

	@BeforeAll
	static void start() throws IOException {
		Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
		site = new Site("10m", "1s");
	}

	@AfterAll
	static void stop() throws IOException {
		site.close();
	}

	@BeforeEach
	void reset() {
		site.wecom().reset();
		site.wecom().company().add(Employee.of("sunwei", "孙伟", 3));
		site.wecom().company().add(Employee.of("qianba", "钱八", 3));
		site.wecom().company().add(Employee.of("wujing", "吴静", 3));
		site.wecom().company().add(Employee.of("heli", "何丽", 3));
	}

	@Test
	void whenHandOverIsReplayedThenNoNodeAnswersAgain() {
		Visitor visitor = new Visitor(site);
		assertThat(visitor.signIn("zhangsan")).isEqualTo("/portal/orders");
		Map<String, String> handOver = new TreeMap<>(visitor.cookies());
		assertThat(visitor.postForToken(site.second(), "same-origin").statusCode()).isEqualTo(200);
		for (URI node : new URI[] { site.first(), site.second() }) {
			visitor.cookies().putAll(handOver);
			HttpResponse<String> response = visitor.postForToken(node, "same-origin");
			assertThat(response.statusCode()).isEqualTo(401);
			assertThat(response.body()).contains("\"sign_in_required\"").doesNotContain("\"token\"");
		}
	}

	@Test
	void whenHandOverIsPostedByAnotherSiteThenNothingIsIssued() {
		Visitor visitor = new Visitor(site);
		visitor.signIn("zhangsan");
		for (String fetchSite : new String[] { "cross-site", "same-site", "none" }) {
			assertThat(visitor.postForToken(site.first(), fetchSite).statusCode()).isEqualTo(403);
		}
		assertThat(visitor.postForToken(site.first(), "same-origin").statusCode()).isEqualTo(200);
	}

	@Test
	void whenEventTellsOfLeaverThenBothNodesRefuseToken() {
		String token = new Visitor(site).token("lisi");
		assertThat(Visitor.me(site.first(), token)).isEqualTo(200);
		assertThat(Visitor.me(site.second(), token)).isEqualTo(200);
		disable("lisi");
		assertThat(site.events("wecom").unsubscribe("lisi").status()).isEqualTo(200);
		awaitRefusal(site.first(), token);
		awaitRefusal(site.second(), token);
	}

	@Test
	void whenNoEventComesThenIntervalFindsLeaverAndAllNodesRefuse() {
		String token = new Visitor(site).token("zhaoliu");
		assertThat(Visitor.me(site.first(), token)).isEqualTo(200);
		disable("zhaoliu");
		assertThat(Visitor.me(site.first(), token)).as("checked every ten minutes").isEqualTo(200);
		awaitRefusal(site.second(), token);
		// Without a check of its own: the token was deleted
		awaitRefusal(site.first(), token);
	}

	@Test
	void whenThousandRequestsFollowAnEventThenWeComIsAskedOnce() {
		String token = new Visitor(site).token("chenjing");
		assertThat(Visitor.me(site.first(), token)).isEqualTo(200);
		int before = site.wecom().calls(SimulatedWeCom.GETUSER);
		assertThat(site.events("contacts").updateUser("chenjing", 311).status()).isEqualTo(200);
		Awaitility.await().until(() -> {
			assertThat(Visitor.me(site.first(), token)).isEqualTo(200);
			return site.wecom().calls(SimulatedWeCom.GETUSER) > before;
		});
		assertThat(IntStream.range(0, 1000).parallel().map((each) -> Visitor.me(site.first(), token)))
			.containsOnly(200);
		assertThat(site.wecom().calls(SimulatedWeCom.GETUSER)).isEqualTo(before + 1);
	}

	private static void disable(String userId) {
		site.wecom().company().update(site.wecom().company().employee(userId).withStatus(Employee.DISABLED));
	}

	private static void awaitRefusal(URI node, String token) {
		Awaitility.await().untilAsserted(() -> assertThat(Visitor.me(node, token)).isEqualTo(401));
	}

	/**
	 * The front end behind nginx, in a real browser.
	 */
	@Nested
	class InBrowser {

		private static final String WECOM_ON_PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) "
				+ "AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 wxwork/4.1.30 MicroMessenger/7.0.1";

		private static Portal portal;

		@BeforeAll
		static void start(@TempDir Path directory) throws IOException {
			portal = Portal.open(directory, site);
		}

		@AfterAll
		static void stop() {
			if (portal != null) {
				portal.close();
			}
		}

		@AfterEach
		void closePages() {
			portal.closePages();
		}

		@Test
		void whenPageIsOpenedThenItOpensAfterSignInWithoutSecretsInUrls() throws IOException {
			Page page = portal.visit("/orders/42?tab=b#notes", null);
			choose(page, "sunwei");
			assertThat(page.locator("#name").textContent()).isEqualTo("孙伟");
			assertThat(page.url()).isEqualTo(site.url() + "/orders/42?tab=b#notes");
			String token = token(page);
			assertThat(portal.urls()).filteredOn((url) -> url.contains("code="))
				.singleElement()
				.asString()
				.startsWith(site.url() + "/login/oauth2/code/wecom?");
			assertThat(portal.urls()).isNotEmpty().noneMatch((url) -> url.contains(token));
			assertThat(portal.requests()).isNotEmpty()
				.noneMatch((request) -> request.contains(token))
				.noneMatch((request) -> request.matches(".* referrer=\\S*code=.*"))
				.noneMatch((request) -> request.contains("JSESSIONID"));
			assertThat(page.context().cookies()).noneMatch((cookie) -> cookie.value.contains(token));
		}

		@Test
		void whenMemberIsDisabledThenPageShowsWhy() {
			Page page = portal.visit("/", null);
			choose(page, "qianba");
			String token = token(page);
			disable("qianba");
			site.events("wecom").unsubscribe("qianba");
			Awaitility.await().until(() -> site.user(token) == null);
			// Within a minute after a sign-in no other one starts by itself
			page.context().clearCookies();
			page.reload(new Page.ReloadOptions().setWaitUntil(WaitUntilState.COMMIT));
			choose(page, "qianba");
			assertThat(page.locator("#title").textContent()).isEqualTo("Your account is not active");
			assertThat(page.locator("#sign-in").getAttribute("href"))
				.isEqualTo("/portal/oauth2/authorization/wecom?return-to=%2Fportal%2F");
		}

		@Test
		void whenNoEventComesThenIntervalEndsTheTokenOfThePage() {
			Page page = portal.visit("/", null);
			choose(page, "heli");
			String token = token(page);
			disable("heli");
			// Its requests take turns between the nodes, of which one checks every second
			Awaitility.await().until(() -> {
				page.reload(new Page.ReloadOptions().setWaitUntil(WaitUntilState.COMMIT));
				page.locator("#portal, #refusal, a.person")
					.filter(new Locator.FilterOptions().setVisible(true))
					.first()
					.waitFor();
				return !page.locator("#portal").isVisible();
			});
			awaitRefusal(site.first(), token);
			awaitRefusal(site.second(), token);
			assertThat(site.user(token)).isNull();
		}

		@Test
		void whenHandOverIsReplayedThenTheBrowserGetsNothing() {
			site.wecom().signInAs("sunwei");
			Page page = portal.open(null);
			// Holds the front end's own post back
			page.route("**/wecom.js", Route::abort);
			Portal.go(page, site.url() + "/oauth2/authorization/wecom");
			page.waitForURL(site.url() + "/");
			List<Cookie> handOver = page.context().cookies();
			assertThat(post(page)).isEqualTo(200);
			for (int i = 0; i < 4; i++) {
				page.context().addCookies(handOver);
				assertThat(post(page)).isEqualTo(401);
			}
		}

		@Test
		void whenMemberHasNoAccountThenPasswordBindsOne() {
			site.wecom().signInAs("wangwu");
			Page page = portal.visit("/orders/7", WECOM_ON_PHONE);
			page.locator("#refusal").waitFor();
			assertThat(page.locator("#title").textContent()).isEqualTo("You have no account here yet");
			page.locator("[name=username]").fill("wang.wu");
			page.locator("[name=password]").fill("secret");
			page.locator("#bind button").click();
			page.locator("#portal").waitFor();
			assertThat(page.locator("#name").textContent()).isEqualTo("王五");
			assertThat(page.locator("#page").textContent()).startsWith("/portal/orders/7");
			// From now on without a password
			assertThat(new Visitor(site).token("wangwu")).isNotBlank();
		}

		@Test
		void whenMemberSignsOutThenPageWaitsForClick() {
			site.wecom().signInAs("wujing");
			Page page = portal.visit("/", WECOM_ON_PHONE);
			page.locator("#portal").waitFor();
			String token = token(page);
			page.locator("#sign-out").click();
			page.locator("#refusal").waitFor();
			assertThat(Visitor.me(site.first(), token)).isEqualTo(401);
			page.locator("#sign-in").click();
			page.locator("#portal").waitFor();
			assertThat(token(page)).isNotEqualTo(token);
		}

		@Test
		void whenAnotherSitePostsThenHandOverStaysWithTheFrontEnd() throws IOException {
			site.wecom().signInAs("sunwei");
			Page page = portal.open(null);
			// Holds the front end's own post back
			page.route("**/wecom.js", Route::abort);
			Portal.go(page, site.url() + "/oauth2/authorization/wecom");
			page.waitForURL(site.url() + "/");
			int before = portal.posts().size();
			for (String host : new String[] { "127.0.0.1", "localhost" }) {
				Portal.go(page, portal.otherSite(host));
				page.waitForFunction("document.title === 'posted'");
			}
			Awaitility.await().until(() -> portal.posts().size() == before + 2);
			assertThat(portal.posts().subList(before, before + 2)).allMatch((post) -> post.startsWith("403 "));
			page.unroute("**/wecom.js");
			Portal.go(page, site.url() + "/");
			page.locator("#portal").waitFor();
			assertThat(page.locator("#name").textContent()).isEqualTo("孙伟");
		}

		private static void choose(Page page, String userId) {
			page.locator("a.person[href*='person=" + userId + "']").click();
			page.locator("#portal, #refusal").filter(new Locator.FilterOptions().setVisible(true)).waitFor();
		}

		private static Object post(Page page) {
			return page.evaluate("async (url) => (await fetch(url, { method: 'POST',"
					+ " headers: { 'Content-Type': 'application/json' } })).status", site.url() + "/wecom/token");
		}

		private static String token(Page page) {
			return (String) page.evaluate("sessionStorage.getItem('token')");
		}

	}

}
