package io.github.wecomlogin.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.microsoft.playwright.Locator;
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
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way from a new application in the WeCom console, in which nothing is entered, to
 * the first administrator's sign-in.
 */
@RequiresBrowser
@ExtendWith(OutputCaptureExtension.class)
class SetupInBrowserTests {

	private static final Pattern LINK = Pattern.compile("(/setup/open\\?token=[0-9a-f]{32})\\n");

	/**
	 * Not in the visible range of a fresh company.
	 */
	private static final String MEMBER = "zhengrui";

	private static final List<String> API = List.of(SimulatedWeCom.GETTOKEN, SimulatedWeCom.GETUSERINFO,
			SimulatedWeCom.GETUSER, SimulatedWeCom.DEPARTMENT_LIST, SimulatedWeCom.TAG_LIST, SimulatedWeCom.TAG_GET,
			SimulatedWeCom.AGENT_GET);

	private final int port = UnusedPorts.next();

	private final String url = "http://127.0.0.1:" + this.port;

	private final Map<String, Object> variables = new HashMap<>();

	@Test
	void whenCompanyIsNewThenSetupLeadsToTheFirstAdministrator(CapturedOutput output) throws IOException {
		try (SimulatedWeCom wecom = SimulatedWeCom.builder().freshCompany().start();
				BrowserSession browser = new BrowserSession()) {
			Page console = browser.desktop("en-US", ColorScheme.LIGHT);
			console.navigate(wecom.consoleUrl());
			show(browser, console, "console-1-fresh", "新应用的管理后台");
			configure(wecom, console);
			Page page = browser.desktop("en-US", ColorScheme.LIGHT);

			try (ConfigurableApplicationContext application = start()) {
				assertThat(application.isActive()).isTrue();
				page.navigate(this.url + link(output));
				assertThat(page.url()).isEqualTo(this.url + "/setup");
				BrowserSession.screenshot(page, "setup-1-new");
				check(page, "");
				assertThat(open(page)).anyMatch((finding) -> finding.contains("Trusted IP"))
					.anyMatch((finding) -> finding.contains("add 203.0.113.7 under"))
					.anyMatch((finding) -> finding.contains("wecom.base-url"));
				assertThat(page.locator(".steps").textContent()).contains("127.0.0.1:" + this.port, "203.0.113.7",
						"WECOM_ROLES_0_ROLE=ADMIN");
				click(page, AriaRole.BUTTON, "Generate Token and EncodingAESKey");
				show(browser, page, "setup-2-untrusted", "接入配置");
				addLines(page);
				this.variables.put("WECOM_DOMAINVERIFICATION",
						console.locator("#trusted-domain .values code").textContent());
				this.variables.put("WECOM_ROLES_0_USERS", MEMBER);
			}

			try (ConfigurableApplicationContext application = start()) {
				assertThat(application.isActive()).isTrue();
				page.navigate(this.url + link(output));
				enter(console, "trusted-ip", "203.0.113.7");
				assertThat(console.getByRole(AriaRole.ALERT).textContent()).contains("Set a trusted domain");
				show(browser, console, "console-2-rejected", "新应用的管理后台");
				enter(console, "trusted-domain", valueOfStep(page, "Trusted domain"));
				// A sign-in fails, and only this browser is led back
				assertThat(refusedInWeCom(browser, List.of()).content()).doesNotContain("/setup");
				Page refused = refusedInWeCom(browser, page.context().cookies());
				click(refused, AriaRole.LINK, "返回接入配置");
				assertThat(refused.url()).startsWith(this.url + "/setup");
				enter(console, "trusted-ip", "203.0.113.7");
				enter(console, "home-page", valueOfStep(page, "Home page"));
				enter(console, "login-domain", valueOfStep(page, "Sign-in in desktop browsers"));
				console.locator("#callback-url [name='token']").fill(variable("WECOM_CALLBACK_TOKEN"));
				console.locator("#callback-url [name='key']").fill(variable("WECOM_CALLBACK_ENCODINGAESKEY"));
				enter(console, "callback-url", valueOfStep(page, "Members who leave (recommended)"));
				assertThat(console.getByRole(AriaRole.STATUS).textContent()).isEqualTo("Saved.");
				show(browser, console, "console-3-complete", "新应用的管理后台");
				check(page, MEMBER);
				assertThat(open(page)).satisfiesExactly((rules) -> assertThat(rules).contains("selects no members"),
						(member) -> assertThat(member).contains("Member", "visible range"));
				show(browser, page, "setup-3-invisible", "接入配置");
				console.navigate(wecom.companyUrl());
				console.locator("li.person")
					.filter(new Locator.FilterOptions().setHasText(MEMBER))
					.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add to visible range"))
					.click();
				page.navigate(this.url + "/setup");
				click(page, AriaRole.LINK, "Sign in");
				click(page, AriaRole.LINK, "Sign in with WeCom");
				page.locator("a[href*='person=" + MEMBER + "']").click();
				assertThat(page.url()).isEqualTo(this.url + "/");
				assertThat(page.locator(".roles").textContent()).contains("ADMIN");
				page.navigate(this.url + "/setup");
				assertThat(page.locator("main").textContent()).contains("Set-up is complete")
					.doesNotContain("This page is open until");
				assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("First administrator"))
					.textContent()).as("the check before the sign-in").doesNotContain("Failed");
				BrowserSession.screenshot(page, "setup-4-complete");
				assertThat(API.stream().mapToInt(wecom::calls).sum()).isLessThanOrEqualTo(11);
			}
			assertThat(browser.complaints()).isEmpty();
		}
	}

	/**
	 * Begins with the lines of {@code docs/first-hour.md}, which are the values that the
	 * console shows.
	 */
	private void configure(SimulatedWeCom wecom, Page console) throws IOException {
		String document = Files.readString(Path.of("docs", "first-hour.md"));
		add(document.substring(document.indexOf("<<'END'"), document.indexOf("\nEND\n"))
			.replace("http://127.0.0.1:8090", wecom.apiUrl())
			.lines());
		assertThat(console.locator("main > .values code").allTextContents()).containsExactly(variable("WECOM_CORPID"),
				variable("WECOM_AGENTID"), variable("WECOM_SECRET"));
	}

	/**
	 * Adds the lines that the page shows to the configuration.
	 */
	private void addLines(Page page) {
		add(page.locator(".steps pre").allTextContents().stream().flatMap(String::lines));
		assertThat(this.variables).containsKeys("WECOM_BASEURL", "WECOM_DOMAINVERIFICATION", "WECOM_CALLBACK_TOKEN",
				"WECOM_CALLBACK_ENCODINGAESKEY", "WECOM_ROLES_0_ROLE", "WECOM_ROLES_0_USERS");
	}

	private void add(Stream<String> lines) {
		lines.filter((line) -> line.startsWith("WECOM_"))
			.map((line) -> line.split("=", 2))
			.forEach((line) -> this.variables.put(line[0], line[1]));
	}

	private String variable(String name) {
		return (String) this.variables.get(name);
	}

	private static String valueOfStep(Page page, String title) {
		return page.locator(".steps > li")
			.filter(new Locator.FilterOptions().setHas(page.locator("h3", new Page.LocatorOptions().setHasText(title))))
			.locator("pre")
			.first()
			.textContent();
	}

	private static void enter(Page console, String field, String value) {
		Locator section = console.locator("#" + field);
		section.locator("[name='value']").fill(value);
		section.getByRole(AriaRole.BUTTON).click();
	}

	private Page refusedInWeCom(BrowserSession browser, List<Cookie> cookies) {
		Page page = browser.phone(BrowserSession.WECOM_ON_PHONE, ColorScheme.LIGHT);
		page.context().addCookies(cookies);
		page.navigate(this.url + "/");
		page.locator("a[href*='person=" + MEMBER + "']").click();
		assertThat(page.url()).startsWith(this.url + "/login?error=misconfigured");
		return page;
	}

	private ConfigurableApplicationContext start() {
		SpringApplication application = new SpringApplication(WeComLoginApplication.class) {

			@Override
			protected void configurePropertySources(ConfigurableEnvironment environment, String[] args) {
				super.configurePropertySources(environment, args);
				environment.getPropertySources()
					.addLast(new SystemEnvironmentPropertySource("setup-systemEnvironment",
							SetupInBrowserTests.this.variables));
			}

		};
		return application.run("--server.port=" + this.port, "--server.address=127.0.0.1");
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
	private static void show(BrowserSession browser, Page page, String name, String chineseTitle) {
		BrowserSession.screenshot(page, name);
		Page phone = browser.phone(BrowserSession.PHONE, ColorScheme.LIGHT);
		phone.context().addCookies(page.context().cookies());
		phone.navigate(page.url().replaceFirst("\\?.*", ""));
		assertThat(phone.getByRole(AriaRole.HEADING).first().textContent()).isEqualTo(chineseTitle);
		BrowserSession.inBothColorSchemes(phone, name + "-phone",
				(shown) -> assertThat(shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
					.isEqualTo(true));
		browser.close(phone);
	}

}
