package io.github.wecomlogin.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import io.github.wecomlogin.UnusedPorts;
import io.github.wecomlogin.app.WeComLoginApplication;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way from a new application in the WeCom console, in which nothing is entered, to
 * the first administrator's sign-in.
 */
@RequiresBrowser
@ExtendWith(OutputCaptureExtension.class)
class SetupInBrowserTests {

	private static final Pattern LINK = Pattern.compile("(/setup/open\\?token=[0-9a-f]{32})\\n");

	private static final List<String> API = List.of(SimulatedWeCom.GETTOKEN, SimulatedWeCom.GETUSERINFO,
			SimulatedWeCom.GETUSER, SimulatedWeCom.DEPARTMENT_LIST, SimulatedWeCom.TAG_LIST, SimulatedWeCom.TAG_GET,
			SimulatedWeCom.AGENT_GET);

	private final int port = UnusedPorts.next();

	private final String url = "http://127.0.0.1:" + this.port;

	@Test
	void whenCompanyIsNewThenSetupLeadsToTheFirstAdministrator(CapturedOutput output) {
		try (SimulatedWeCom wecom = SimulatedWeCom.start(); BrowserSession browser = new BrowserSession()) {
			Console console = new Console(wecom);
			Page page = browser.desktop("en-US", ColorScheme.LIGHT);
			List<String> configuration = new ArrayList<>();

			try (ConfigurableApplicationContext application = start(wecom, configuration)) {
				assertThat(application.isActive()).isTrue();
				page.navigate(this.url + link(output));
				assertThat(page.url()).isEqualTo(this.url + "/setup");
				BrowserSession.screenshot(page, "setup-1-new");
				check(page, "");
				assertThat(open(page)).anyMatch((finding) -> finding.contains("Trusted IP"))
					.anyMatch((finding) -> finding.contains("add 203.0.113.7 under"))
					.anyMatch((finding) -> finding.contains("wecom.base-url"));
				show(browser, page, "setup-2-untrusted");
				// A sign-in fails, and only this browser is led back
				assertThat(refusedInWeCom(browser, List.of()).content()).doesNotContain("/setup");
				Page refused = refusedInWeCom(browser, page.context().cookies());
				click(refused, AriaRole.LINK, "返回接入配置");
				assertThat(refused.url()).startsWith(this.url + "/setup");
				assertThat(page.locator(".steps").textContent()).contains("127.0.0.1:" + this.port, "203.0.113.7",
						"WECOM_ROLES_0_ROLE=ADMIN");
				console.trustDomain("127.0.0.1:" + this.port);
				console.trustAddress();
				configuration.add("--wecom.base-url=" + this.url);
				configuration.add("--wecom.roles[0].role=ADMIN");
				configuration.add("--wecom.roles[0].users=zhaoliu");
			}

			try (ConfigurableApplicationContext application = start(wecom, configuration)) {
				assertThat(application.isActive()).isTrue();
				page.navigate(this.url + link(output));
				check(page, "zhaoliu");
				assertThat(open(page)).anyMatch((finding) -> finding.contains("The visible range"))
					.anyMatch((finding) -> finding.contains("Member"))
					.noneMatch((finding) -> finding.contains("Trusted"));
				show(browser, page, "setup-3-invisible");
				console.show("zhaoliu");
				page.navigate(this.url + "/setup");
				click(page, AriaRole.LINK, "Sign in");
				click(page, AriaRole.LINK, "Sign in with WeCom");
				assertThat(page.url()).isEqualTo(this.url + "/");
				assertThat(page.locator(".roles").textContent()).contains("ADMIN");
				page.navigate(this.url + "/setup");
				assertThat(page.locator("main").textContent()).doesNotContain("This page is open until");
				assertThat(API.stream().mapToInt(wecom::calls).sum()).isLessThanOrEqualTo(11);
			}
			assertThat(browser.complaints()).isEmpty();
		}
	}

	private Page refusedInWeCom(BrowserSession browser, List<Cookie> cookies) {
		Page page = browser.phone(BrowserSession.WECOM_ON_PHONE, ColorScheme.LIGHT);
		page.context().addCookies(cookies);
		page.navigate(this.url + "/");
		assertThat(page.url()).startsWith(this.url + "/login?error=misconfigured");
		return page;
	}

	private ConfigurableApplicationContext start(SimulatedWeCom wecom, List<String> configuration) {
		List<String> arguments = Stream
			.of("server.port=" + this.port, "server.address=127.0.0.1", "wecom.corp-id=" + SimulatedWeCom.CORP_ID,
					"wecom.agent-id=" + SimulatedWeCom.AGENT_ID, "wecom.secret=" + SimulatedWeCom.SECRET,
					"wecom.endpoints.api=" + wecom.apiUrl(), "wecom.endpoints.authorize=" + wecom.authorizeUrl(),
					"wecom.endpoints.web-login=" + wecom.webLoginUrl())
			.map((property) -> "--" + property)
			.toList();
		return SpringApplication.run(WeComLoginApplication.class,
				Stream.concat(arguments.stream(), configuration.stream()).toArray(String[]::new));
	}

	/**
	 * Returns the link that was logged last.
	 */
	private static String link(CapturedOutput output) {
		return LINK.matcher(output)
			.results()
			.map((MatchResult match) -> match.group(1))
			.reduce((one, other) -> other)
			.orElseThrow();
	}

	private static void check(Page page, String userId) {
		page.getByRole(AriaRole.TEXTBOX).fill(userId);
		click(page, AriaRole.BUTTON, "Run the checks");
	}

	private static List<String> open(Page page) {
		return page.locator(".findings li:has(.failed, .warning)").allTextContents();
	}

	private static void click(Page page, AriaRole role, String name) {
		page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true)).click();
	}

	/**
	 * Shows the page in the other language, size and colors, with the cookies of its
	 * visitor.
	 */
	private static void show(BrowserSession browser, Page page, String name) {
		BrowserSession.screenshot(page, name);
		Page phone = browser.phone(BrowserSession.PHONE, ColorScheme.LIGHT);
		phone.context().addCookies(page.context().cookies());
		phone.navigate(page.url());
		assertThat(phone.getByRole(AriaRole.HEADING).first().textContent()).isEqualTo("接入配置");
		BrowserSession.inBothColorSchemes(phone, name + "-phone",
				(shown) -> assertThat(shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
					.isEqualTo(true));
		browser.close(phone);
	}

	/**
	 * The WeCom console: what is entered there changes what the server API answers.
	 */
	private static final class Console {

		private static final int UNTRUSTED = 60020;

		private final SimulatedWeCom wecom;

		private String domain = "";

		Console(SimulatedWeCom wecom) {
			this.wecom = wecom;
			wecom.signInAs("zhaoliu");
			wecom.company().employees().forEach((employee) -> wecom.company().update(employee.withVisible(false)));
			setTrust(UNTRUSTED);
			wecom.wireMock()
				.stubFor(WireMock.get(urlPathEqualTo(SimulatedWeCom.AGENT_GET))
					.willReturn(okJson("{\"errcode\":60020,\"errmsg\":\"not allow to access from your ip, hint: "
							+ "[1700000000_1_0123456789abcdef], from ip: 203.0.113.7, more info at "
							+ "https://open.work.weixin.qq.com/devtool/query?e=60020\"}")));
		}

		void trustDomain(String domain) {
			this.domain = domain;
		}

		void trustAddress() {
			setTrust(0);
			agent("");
		}

		void show(String userId) {
			this.wecom.company()
				.employees()
				.stream()
				.filter((employee) -> employee.userId().equals(userId))
				.forEach((employee) -> this.wecom.company().update(employee.withVisible(true)));
			agent("{\"userid\":\"" + userId + "\"}");
		}

		private void setTrust(int errorCode) {
			API.stream()
				.filter((path) -> !path.equals(SimulatedWeCom.GETTOKEN) && !path.equals(SimulatedWeCom.AGENT_GET))
				.forEach((path) -> this.wecom.fail(path, errorCode));
		}

		private void agent(String visible) {
			this.wecom.wireMock()
				.stubFor(WireMock.get(urlPathEqualTo(SimulatedWeCom.AGENT_GET))
					.willReturn(okJson("{\"errcode\":0,\"errmsg\":\"ok\",\"agentid\":" + SimulatedWeCom.AGENT_ID
							+ ",\"name\":\"Portal\",\"allow_userinfos\":{\"user\":[" + visible
							+ "]},\"allow_partys\":{\"partyid\":[]},\"allow_tags\":{\"tagid\":[]},\"close\":0,"
							+ "\"redirect_domain\":\"" + this.domain + "\",\"home_url\":\"http://" + this.domain
							+ "/\"}")));
		}

	}

}
