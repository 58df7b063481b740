package io.github.wecomlogin.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.github.wecomlogin.app.WeComLoginApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages for administrators.
 */
@RequiresBrowser
class AdministrationInBrowserTests {

	private static ConfigurableApplicationContext application;

	private static BrowserSession browser;

	private static String url;

	@BeforeAll
	static void start() {
		application = SpringApplication.run(WeComLoginApplication.class, "--spring.profiles.active=demo",
				"--server.port=0");
		url = "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port");
		browser = new BrowserSession();
	}

	@AfterAll
	static void stop() {
		browser.close();
		application.close();
	}

	@AfterEach
	void whenPagesAreShownThenBrowserHasNothingToComplainAbout() {
		List<String> complaints = List.copyOf(browser.complaints());
		browser.closePages();
		assertThat(complaints).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Asia/Kathmandu", "America/St_Johns", "Etc/UTC" })
	void whenViewerIsInAnotherTimeZoneThenTimesAreInTheirs(String zone) {
		Page page = administrator(browser.desktop(zone), "/admin");
		Locator time = page.locator("main time").first();
		ZonedDateTime expected = Instant.parse(time.getAttribute("datetime")).atZone(ZoneId.of(zone));
		assertThat(time.textContent())
			.isEqualTo(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'xxx").format(expected));
		assertThat(time.getAttribute("title")).contains("UTC");
	}

	@Test
	void whenDesktopIsUsedThenMembersAreFoundListedAndExported() throws IOException {
		DemoSignIn.refuse(application, TestBrowser.DESKTOP, "sunqi");
		Page page = administrator(browser.desktop("en-US", ColorScheme.LIGHT), "/admin");
		show(page, "admin-desktop-1-overview");
		search(page, "研发");
		assertThat(page.locator("main").textContent()).contains("演示公司/研发部");
		show(page, "admin-desktop-2-departments");
		button(page, "List its members").first().click();
		button(page, "Read its direct members from WeCom").click();
		assertThat(page.getByRole(AriaRole.STATUS).textContent()).contains("were read from WeCom");
		show(page, "admin-desktop-3-members");
		search(page, "zhao");
		button(page, "Roles and sessions").first().click();
		assertThat(page.locator("main").textContent()).contains("赵六", "ADMIN");
		show(page, "admin-desktop-4-member");
		page.navigate(url + "/admin");
		page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Show the last")).click();
		assertThat(page.locator("main").textContent()).contains("not_active", "sunqi");
		show(page, "admin-desktop-5-refusals");
		page.navigate(url + "/admin");
		Download download = page.waitForDownload(
				() -> page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Download who has which role"))
					.click());
		assertThat(Files.readString(download.path())).startsWith("\uFEFF").contains("\"zhaoliu\",\"赵六\",\"ADMIN\"");
		assertThat(download.suggestedFilename()).startsWith("roles-").endsWith(".csv");
	}

	@Test
	void whenPhoneIsUsedThenPagesFit() {
		DemoSignIn.refuse(application, TestBrowser.WECOM, "sunqi");
		Page page = administrator(browser.phone(BrowserSession.WECOM_ON_PHONE, ColorScheme.LIGHT), "/admin");
		show(page, "admin-phone-1-overview");
		page.getByRole(AriaRole.SEARCHBOX).first().fill("研发");
		button(page, "搜索").click();
		show(page, "admin-phone-2-departments");
		button(page, "列出成员").first().click();
		show(page, "admin-phone-3-members");
		page.navigate(url + "/admin/refusals");
		assertThat(page.locator("main").textContent()).contains("not_active", "sunqi", "企业微信（iOS）");
		show(page, "admin-phone-4-refusals");
	}

	@Test
	void whenKeyboardIsUsedThenSearchIsReached() {
		Page page = administrator(browser.desktop("zh-CN", ColorScheme.LIGHT), "/admin");
		page.getByRole(AriaRole.SEARCHBOX).first().fill("赵六");
		page.keyboard().press("Enter");
		page.waitForURL(url + "/admin/search");
		assertThat(page.locator("main").textContent()).contains("1 名成员", "zhaoliu");
	}

	private static void show(Page page, String name) {
		BrowserSession.inBothColorSchemes(page, name, DemoInBrowserTests::assertThatNothingSticksOut);
	}

	private static Page administrator(Page page, String path) {
		DemoSignIn.signIn(application, page, "zhaoliu").navigate(url + path);
		return page;
	}

	private static void search(Page page, String text) {
		page.getByRole(AriaRole.SEARCHBOX).first().fill(text);
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Search").setExact(true)).click();
	}

	private static Locator button(Page page, String name) {
		return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
	}

}
