package io.github.wecomlogin.browser;

import java.util.List;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import io.github.wecomlogin.app.WeComLoginApplication;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Employee;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole demo, as a newcomer clicks through it.
 */
@RequiresBrowser
class DemoInBrowserTests {

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
		assertThat(complaints).filteredOn((complaint) -> !complaint.contains("status of 403")).isEmpty();
	}

	@Test
	void whenAdministratorUsesADesktopThenEverythingWorks() {
		Page page = browser.desktop("en-US", ColorScheme.LIGHT);
		page.navigate(url + "/admin");
		assertThat(page.url()).isEqualTo(url + "/login?return-to=%2Fadmin");
		BrowserSession.screenshot(page, "desktop-1-sign-in");
		link(page, "Sign in with WeCom").click();
		assertThat(page.title()).isNotBlank();
		BrowserSession.screenshot(page, "desktop-2-simulated-wecom");
		person(page, "赵六").click();
		assertThat(page.url()).isEqualTo(url + "/admin");
		BrowserSession.screenshot(page, "desktop-3-admin");
		page.navigate(url + "/");
		assertThat(heading(page).textContent()).isEqualTo("赵六");
		assertThat(page.locator("main").textContent()).contains("ADMIN", "USER", "zhaoliu");
		assertThat(page.locator("main").textContent()).contains("演示公司/研发部");
		BrowserSession.screenshot(page, "desktop-4-home");
		signOut(page, "Sign out");
		assertThat(page.url()).contains("/login");
		assertThat(heading(page).textContent()).isEqualTo("You have signed out");
		BrowserSession.screenshot(page, "desktop-5-signed-out");
		page.navigate(url + "/");
		assertThat(page.url()).isEqualTo(url + "/login");
		page.goBack();
		assertThat(page.locator("body").textContent()).doesNotContain("zhaoliu");
	}

	@Test
	void whenMemberUsesWeComOnAPhoneThenSignInStartsByItself() {
		Page page = browser.phone(BrowserSession.WECOM_ON_PHONE, ColorScheme.LIGHT);
		page.navigate(url + "/");
		assertThat(page.url()).contains("/connect/oauth2/authorize");
		BrowserSession.screenshot(page, "phone-1-simulated-wecom");
		person(page, "张三").click();
		assertThat(page.url()).isEqualTo(url + "/");
		assertThat(heading(page).textContent()).isEqualTo("张三");
		BrowserSession.screenshot(page, "phone-2-home");
		page.goBack();
		page.goForward();
		page.reload();
		assertThat(heading(page).textContent()).isEqualTo("张三");
		page.navigate(url + "/admin");
		assertThat(heading(page).textContent()).isEqualTo("您无权查看此页面");
		BrowserSession.screenshot(page, "phone-3-forbidden");
		page.navigate(url + "/");
		signOut(page, "退出登录");
		BrowserSession.screenshot(page, "phone-4-signed-out");
		page.navigate(url + "/");
		assertThat(page.url()).isEqualTo(url + "/login");
	}

	@Test
	void whenMemberCancelsThenTheyCanTryAgain() {
		Page page = browser.phone(BrowserSession.WECOM_ON_PHONE, ColorScheme.DARK);
		page.navigate(url + "/");
		page.locator("a.button").last().click();
		assertThat(page.url()).startsWith(url + "/login?error=cancelled&ref=");
		assertThat(page.getByRole(AriaRole.ALERT).textContent()).contains("登录已取消");
		BrowserSession.screenshot(page, "phone-5-cancelled-dark");
		page.reload();
		page.locator("main a").first().click();
		person(page, "李四").click();
		assertThat(heading(page).textContent()).isEqualTo("李四");
		BrowserSession.screenshot(page, "phone-6-home-dark");
	}

	@Test
	void whenMemberIsDisabledThenTheyReadWhy() {
		Page page = browser.phone(BrowserSession.WECOM_ON_PHONE, ColorScheme.LIGHT);
		page.navigate(url + "/");
		page.locator("a[href*='person=sunqi']").click();
		assertThat(page.url()).startsWith(url + "/login?error=not_active&ref=");
		BrowserSession.screenshot(page, "phone-7-not-active");
	}

	@Test
	void whenPhoneBrowserIsUsedThenVisitorIsSentToWeCom() {
		Page page = browser.phone(BrowserSession.PHONE, ColorScheme.LIGHT);
		page.navigate(url + "/login");
		assertThat(page.getByRole(AriaRole.ALERT).textContent()).contains("请在企业微信中打开此页面");
		assertThat(page.locator("main a").count()).isZero();
		BrowserSession.screenshot(page, "phone-8-outside-wecom");
	}

	@Test
	void whenPhoneIsInDarkModeThenQrCodeIsBlackOnWhite() {
		Page page = browser.phone(BrowserSession.PHONE, ColorScheme.DARK);
		page.navigate(url + "/login");
		assertThat(page.evaluate("getComputedStyle(document.querySelector('.qr path')).fill"))
			.isEqualTo("rgb(0, 0, 0)");
		assertThat(page.evaluate("getComputedStyle(document.querySelector('.qr')).backgroundColor"))
			.isEqualTo("rgb(255, 255, 255)");
		assertThat(page.evaluate("getComputedStyle(document.querySelector('.open button')).backgroundColor"))
			.isEqualTo(page.evaluate("getComputedStyle(document.querySelector('article')).backgroundColor"));
		BrowserSession.screenshot(page, "phone-9-outside-wecom-dark");
	}

	@Test
	void whenOnlyTheKeyboardIsUsedThenMemberCanSignInAndOut() {
		Page page = browser.desktop("zh-CN", ColorScheme.DARK);
		page.navigate(url + "/");
		tabTo(page, "登录「企业微信」");
		BrowserSession.screenshot(page, "desktop-6-keyboard-dark");
		page.keyboard().press("Enter");
		page.waitForURL("**/wwlogin/sso/login**");
		tabTo(page, "王五");
		BrowserSession.screenshot(page, "desktop-7-simulated-wecom-dark");
		page.keyboard().press("Enter");
		page.waitForURL(url + "/");
		assertThat(heading(page).textContent()).isEqualTo("王五");
		BrowserSession.screenshot(page, "desktop-8-home-dark");
		tabTo(page, "退出登录");
		page.keyboard().press("Enter");
		page.waitForURL("**/login**");
		assertThat(page.locator("html").getAttribute("lang")).startsWith("zh");
	}

	@Test
	void whenNameIsMarkupThenItIsShownAsItIs() {
		Page page = browser.desktop("en-US", ColorScheme.LIGHT);
		page.navigate(url + "/");
		link(page, "Sign in with WeCom").click();
		page.locator("a[href*='person=markup']").click();
		assertThat(heading(page).textContent()).isEqualTo("<b>&\"'");
		BrowserSession.screenshot(page, "desktop-9-markup");
	}

	@Test
	void whenMemberAsksWhyThenPageShowsWhatGivesTheRoles() {
		Page desktop = browser.desktop("en-US", ColorScheme.LIGHT);
		signIn(desktop, "Sign in with WeCom", "陈静");
		link(desktop, "Why?").click();
		assertThat(desktop.url()).isEqualTo(url + "/roles");
		assertThat(heading(desktop).textContent()).isEqualTo("My roles");
		assertThat(desktop.locator("main").textContent()).contains("SECURITY", "departments: [311], positions: [安全工程师]",
				"wecom.roles[5]", "值班");
		show(desktop, "desktop-10-roles");
		Page phone = browser.phone(BrowserSession.WECOM_ON_PHONE, ColorScheme.LIGHT);
		phone.navigate(url + "/");
		person(phone, "陈静").click();
		link(phone, "查看授予依据").click();
		assertThat(heading(phone).textContent()).isEqualTo("我的角色");
		show(phone, "phone-10-roles");
	}

	@Test
	void whenAdministratorLooksMemberUpThenPageShowsTheirRoles() {
		Page page = browser.desktop("en-US", ColorScheme.LIGHT);
		signIn(page, "Sign in with WeCom", "赵六");
		link(page, "Admin").click();
		lookUp(page, "User ID", "chenjing", "Show member");
		assertThat(page.url()).isEqualTo(url + "/admin/roles");
		assertThat(page.locator("main").textContent()).contains("陈静", "Possible now", "ENGINEER", "wecom.roles[3]");
		BrowserSession.screenshot(page, "desktop-12-member");
		lookUp(page, "User ID", "nobody", "Show member");
		assertThat(page.getByRole(AriaRole.ALERT).textContent()).contains("Member not found in WeCom");
		BrowserSession.screenshot(page, "desktop-13-no-such-member");
		lookUp(page, "User ID", " ", "Show member");
		assertThat(page.getByRole(AriaRole.ALERT).textContent()).contains("Please enter a user ID.");
		lookUp(page, "User ID", "markup", "Show member");
		assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(2)).first().textContent())
			.isEqualTo("<b>&\"'");
		BrowserSession.screenshot(page, "desktop-14-member-markup");
		page.navigate(url + "/admin/roles");
		assertThat(page.url()).isEqualTo(url + "/admin");
		BrowserSession.screenshot(page, "desktop-15-admin-read");
	}

	@Test
	void whenAdministratorUsesAPhoneThenMembersCanBeLookedUp() {
		Page page = browser.phone(BrowserSession.WECOM_ON_PHONE, ColorScheme.LIGHT);
		page.navigate(url + "/admin");
		person(page, "赵六").click();
		show(page, "phone-11-admin");
		lookUp(page, "账号", "sunqi", "查看成员");
		assertThat(page.locator("main").textContent()).contains("孙琪", "目前无法登录");
		show(page, "phone-12-member");
	}

	@Test
	void whenAdministratorEndsSessionsThenTheMemberIsSignedOut() {
		Page member = browser.desktop("en-US", ColorScheme.LIGHT);
		signIn(member, "Sign in with WeCom", "王五");
		Page phone = browser.phone(BrowserSession.WECOM_ON_PHONE, ColorScheme.LIGHT);
		phone.navigate(url + "/roles");
		person(phone, "王五").click();
		assertThat(heading(phone).textContent()).isEqualTo("我的角色");
		Page page = browser.desktop("en-US", ColorScheme.LIGHT);
		signIn(page, "Sign in with WeCom", "赵六");
		link(page, "Admin").click();
		lookUp(page, "User ID", "wangwu", "Show member");
		assertThat(sessions(page).count()).isEqualTo(2);
		BrowserSession.screenshot(page, "desktop-18-sessions");
		sessions(page).filter(new Locator.FilterOptions().setHasText("In a browser"))
			.getByRole(AriaRole.BUTTON)
			.click();
		assertThat(page.getByRole(AriaRole.STATUS).textContent()).contains("1 session has ended.");
		assertThat(sessions(page).count()).isEqualTo(1);
		BrowserSession.screenshot(page, "desktop-19-session-ended");
		member.navigate(url + "/");
		assertThat(heading(member).textContent()).isEqualTo("You have been signed out");
		phone.navigate(url + "/");
		assertThat(heading(phone).textContent()).isEqualTo("王五");
		button(page, "End all sessions").click();
		assertThat(page.getByRole(AriaRole.STATUS).textContent()).contains("1 session has ended.");
		assertThat(page.locator("main").textContent()).contains("The member is not signed in.");
		BrowserSession.screenshot(page, "desktop-20-no-sessions");
		lookUp(page, "User ID", "zhaoliu", "Show member");
		assertThat(page.locator(".sessions").textContent()).contains("this session");
		button(page, "End all sessions").click();
		assertThat(heading(page).textContent()).isEqualTo("You have been signed out");
	}

	@Test
	void whenAdministratorUsesAPhoneThenSessionsFit() {
		Page member = browser.desktop("en-US", ColorScheme.LIGHT);
		signIn(member, "Sign in with WeCom", "李四");
		Page page = browser.phone(BrowserSession.WECOM_ON_PHONE, ColorScheme.LIGHT);
		page.navigate(url + "/admin");
		person(page, "赵六").click();
		lookUp(page, "账号", "lisi", "查看成员");
		assertThat(sessions(page).count()).isEqualTo(1);
		show(page, "phone-13-sessions");
	}

	@Test
	void whenMemberLeavesThenTheirNextPageSaysSo() {
		SimulatedWeCom wecom = application.getBean(SimulatedWeCom.class);
		Employee employee = wecom.company().employee("chenjing");
		Page desktop = browser.desktop("en-US", ColorScheme.LIGHT);
		signIn(desktop, "Sign in with WeCom", "陈静");
		Page phone = browser.phone(BrowserSession.WECOM_ON_PHONE, ColorScheme.DARK);
		phone.navigate(url + "/roles");
		person(phone, "陈静").click();
		assertThat(heading(phone).textContent()).isEqualTo("我的角色");
		Page desk = browser.desktop("en-US", ColorScheme.LIGHT);
		desk.navigate(wecom.companyUrl());
		assertThatNothingSticksOut(desk);
		BrowserSession.screenshot(desk, "desktop-20-company");
		try {
			button(employee(desk, "chenjing"), "Disable").click();
			assertThat(desk.getByRole(AriaRole.STATUS).textContent()).contains("The employee’s sessions end");
			assertThat(button(employee(desk, "chenjing"), "Enable").isVisible()).isTrue();
			BrowserSession.screenshot(desk, "desktop-20-company-disabled");
			reloadUntil(desktop, url + "/roles", "Your account is not active");
			BrowserSession.screenshot(desktop, "desktop-21-left");
			phone.navigate(url + "/");
			assertThat(heading(phone).textContent()).isEqualTo("您的账号当前不可用");
			BrowserSession.screenshot(phone, "phone-15-left-dark");
		}
		finally {
			wecom.company().update(employee);
		}
	}

	@Test
	void whenCompanyIsOpenedOnAPhoneThenItFits() {
		SimulatedWeCom wecom = application.getBean(SimulatedWeCom.class);
		Page page = browser.phone(BrowserSession.WECOM_ON_PHONE, ColorScheme.LIGHT);
		page.navigate(wecom.companyUrl());
		show(page, "phone-16-company");
	}

	private static void show(Page page, String name) {
		BrowserSession.inBothColorSchemes(page, name, DemoInBrowserTests::assertThatNothingSticksOut);
	}

	private static Locator employee(Page page, String userId) {
		return page.locator("li.person").filter(new Locator.FilterOptions().setHasText(userId));
	}

	private static Locator button(Locator place, String name) {
		return place.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
	}

	/**
	 * The application hears of a change in the background.
	 */
	private static void reloadUntil(Page page, String address, String heading) {
		for (int i = 0; i < 100; i++) {
			page.navigate(address);
			if (heading(page).textContent().equals(heading)) {
				return;
			}
			page.waitForTimeout(100);
		}
		assertThat(heading(page).textContent()).isEqualTo(heading);
	}

	private static Locator sessions(Page page) {
		return page.locator(".sessions li");
	}

	private static Locator button(Page page, String name) {
		return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
	}

	private static void signIn(Page page, String way, String name) {
		page.navigate(url + "/");
		link(page, way).click();
		person(page, name).click();
		assertThat(page.url()).isEqualTo(url + "/");
	}

	private static void lookUp(Page page, String label, String userId, String button) {
		page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(label)).fill(userId);
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).click();
	}

	static void assertThatNothingSticksOut(Page page) {
		page.waitForLoadState(LoadState.LOAD);
		String stickingOut = """
				[...document.querySelectorAll('body *')]
					.filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
					.map((each) => each.outerHTML)""";
		try {
			// A new page gets the phone's width a moment after it has begun
			page.waitForFunction(stickingOut + ".length === 0");
		}
		catch (TimeoutError ex) {
			assertThat(page.evaluate(stickingOut)).asInstanceOf(InstanceOfAssertFactories.LIST).isEmpty();
		}
	}

	private static Locator link(Page page, String name) {
		return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
	}

	private static Locator person(Page page, String name) {
		return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name)).first();
	}

	private static Locator heading(Page page) {
		return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
	}

	private static void signOut(Page page, String name) {
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).click();
	}

	private static void tabTo(Page page, String text) {
		for (int i = 0; i < 30; i++) {
			page.keyboard().press("Tab");
			if (String.valueOf(page.evaluate("document.activeElement.textContent")).contains(text)) {
				return;
			}
		}
		throw new AssertionError("The keyboard never came to " + text);
	}

}
