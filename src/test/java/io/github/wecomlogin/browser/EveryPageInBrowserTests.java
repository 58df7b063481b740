package io.github.wecomlogin.browser;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import io.github.wecomlogin.app.WeComLoginApplication;
import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.authentication.SignInPermit;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.util.Deadline;
import io.github.wecomlogin.web.page.LoginPanel;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every page of the application and of the library, with and without a brand, in both
 * languages, in light and dark colors, on desktop and phone: accessible as far as axe
 * sees, and not wider than the screen. To check another page, add it to one of the lists.
 */
@RequiresBrowser
class EveryPageInBrowserTests {

	private static final String WECHAT_ON_PHONE = BrowserSession.WECOM_ON_PHONE.replaceFirst("wxwork/\\S+ ", "");

	private static final String SETUP_TOKEN = "0123456789abcdef";

	/**
	 * Colors with little more than the required contrast.
	 */
	private static final String[] BRAND = { "--wecom.brand.name=示例集团 Example Group",
			"--wecom.brand.logo=data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%2032%2032'"
					+ "%3E%3Crect%20width='32'%20height='32'%20rx='6'%20fill='%23b35300'/%3E%3C/svg%3E",
			"--wecom.brand.logo-dark=data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%2032%2032'"
					+ "%3E%3Crect%20width='32'%20height='32'%20rx='6'%20fill='%23ff9d57'/%3E%3C/svg%3E",
			"--wecom.brand.color=#b35300", "--wecom.brand.support-url=https://help.example.com",
			"--wecom.brand.footer=© 2026 示例集团有限公司 · Example Group Co., Ltd." };

	private static final String PANEL_SCRIPT = "https://wwcdn.weixin.qq.com/wecom-jssdk.js";

	private static final List<Kind> ANONYMOUS = List.of(Kind.at("sign-in", "/login"),
			new Kind("sign-in-panel", EveryPageInBrowserTests::openPanel),
			Kind.at("refused", "/login?error=not_visible&ref=7K3M9PQX"), Kind.at("failed", "/login?error=unknown"),
			Kind.at("signed-out", "/login?logout"));

	private static final List<Kind> BEFORE_AN_ADMINISTRATOR = Stream
		.concat(ANONYMOUS.stream(), Stream.of(Kind.at("setup-token", "/setup/open"),
				new Kind("setup-token-rejected", EveryPageInBrowserTests::openRejectedToken)))
		.toList();

	private static final List<Kind> IN_OTHER_BROWSERS = List.of(Kind.at("other-browser", "/login"));

	private static final List<Kind> ADMINISTRATOR = List.of(Kind.at("home", "/"), Kind.at("roles", "/roles"),
			Kind.at("admin", "/admin"), Kind.at("refusals", "/admin/refusals"), Kind.search("found", "li"),
			Kind.search("not-found", "nobody"), Kind.at("setup", "/setup"),
			new Kind("setup-checked", EveryPageInBrowserTests::openCheckedSetup), Kind.lookup("member", "chenjing"),
			Kind.lookup("own-sessions", "zhaoliu"), Kind.lookup("no-such-member", "nobody"),
			new Kind("session-ended", EveryPageInBrowserTests::openEndedSession), Kind.at("error-404", "/missing"),
			Kind.at("error-5xx", "/fails"));

	private static final List<Kind> MEMBER = List.of(Kind.at("error-403", "/admin"));

	private static final List<Kind> OF_LIBRARY = Stream
		.concat(ANONYMOUS.stream(), Stream.of(Kind.at("unknown-registration", "/oauth2/authorization/none"),
				new Kind("busy", EveryPageInBrowserTests::openBusyPage)))
		.toList();

	private static final List<ConfigurableApplicationContext> applications = new ArrayList<>();

	private static BrowserSession browser;

	private final List<String> findings = new ArrayList<>();

	private int checked;

	@BeforeAll
	static void start() {
		browser = new BrowserSession();
	}

	@AfterAll
	static void stop() {
		browser.close();
		applications.forEach(ConfigurableApplicationContext::close);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenPageOfTheApplicationIsCheckedThenNothingIsFound(boolean branded) {
		String url = run(branded, WeComLoginApplication.class, FailingPage.class, WithPanel.class);
		String look = branded ? "app-branded" : "app";
		check(look, browser.desktop("en-US", ColorScheme.LIGHT), url, BEFORE_AN_ADMINISTRATOR);
		check(look, browser.phone(BrowserSession.PHONE, ColorScheme.LIGHT), url, IN_OTHER_BROWSERS);
		ConfigurableApplicationContext application = applications.get(applications.size() - 1);
		// So that the lists of refusals and of sessions are not empty
		DemoSignIn.refuse(application, TestBrowser.DESKTOP, "sunqi");
		DemoSignIn.signIn(application, "lisi");
		DemoSignIn.signIn(application, "lisi");
		Page administrator = browser.desktop("en-US", ColorScheme.LIGHT);
		check(look, DemoSignIn.signIn(application, administrator, "zhaoliu"), url, ADMINISTRATOR);
		Page member = browser.desktop("en-US", ColorScheme.LIGHT);
		check(look, DemoSignIn.signIn(application, member, "zhangsan"), url, MEMBER);
		assertThat(this.findings).isEmpty();
		assertThat(this.checked).isEqualTo(23 * languages(look).size() * 4);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenPageOfTheLibraryIsCheckedThenNothingIsFound(boolean branded) {
		String url = run(branded, LibraryUser.class, WithPanel.class);
		String look = branded ? "library-branded" : "library";
		check(look, browser.desktop("en-US", ColorScheme.LIGHT), url, OF_LIBRARY);
		check(look, browser.phone(WECHAT_ON_PHONE, ColorScheme.LIGHT), url, IN_OTHER_BROWSERS);
		assertThat(this.findings).isEmpty();
		assertThat(this.checked).isEqualTo(8 * languages(look).size() * 4);
	}

	private void check(String look, Page page, String url, List<Kind> kinds) {
		page.addInitScript(Axe.source());
		page.route(PANEL_SCRIPT, Route::abort);
		for (String language : languages(look)) {
			page.context().addCookies(List.of(new Cookie("wecom_lang", language).setUrl(url)));
			for (Kind kind : kinds) {
				show(page, 1280, ColorScheme.LIGHT);
				kind.open().accept(new Visit(page, url));
				assertThat(page.locator("html").getAttribute("lang")).startsWith(language);
				String name = String.join("-", look, kind.name(), language);
				found(page, name + "-desktop-light", Axe.violations(page));
				show(page, 1280, ColorScheme.DARK);
				// The only rule that depends on the color scheme
				found(page, name + "-desktop-dark", Axe.violationsOfColors(page));
				show(page, 390, ColorScheme.DARK);
				found(page, name + "-phone-dark", List.of());
				show(page, 390, ColorScheme.LIGHT);
				found(page, name + "-phone-light", List.of());
			}
		}
		browser.close(page);
	}

	/**
	 * Each look in one language, which shows each page in both; with screenshots, both
	 * looks in both languages.
	 */
	private static List<String> languages(String look) {
		return BrowserSession.TAKES_SCREENSHOTS ? List.of("en", "zh") : List.of(look.endsWith("branded") ? "zh" : "en");
	}

	/**
	 * Changes screen and colors of a page without loading it again, and without the
	 * transitions of colors.
	 */
	private static void show(Page page, int width, ColorScheme colors) {
		page.setViewportSize(width, 800);
		page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colors).setReducedMotion(ReducedMotion.REDUCE));
	}

	private void found(Page page, String name, List<String> violations) {
		violations.forEach((violation) -> this.findings.add(name + ": " + violation));
		if (!Boolean.TRUE.equals(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))) {
			this.findings.add(name + ": wider than the screen");
		}
		BrowserSession.screenshot(page, "every-" + name);
		this.checked++;
	}

	private static String run(boolean branded, Class<?>... sources) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--server.address=127.0.0.1",
				"--spring.profiles.active=demo", "--wecom.simulator.port=0", "--wecom.setup.token=" + SETUP_TOKEN,
				"--wecom.limits.concurrent-sign-ins=1"));
		arguments.addAll(branded ? List.of(BRAND) : List.of());
		ConfigurableApplicationContext application = new SpringApplicationBuilder(sources)
			.run(arguments.toArray(String[]::new));
		applications.add(application);
		return "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port");
	}

	/**
	 * Ends one of the two sessions of a member, in each language.
	 */
	private static void openEndedSession(Visit visit) {
		Kind.lookup("member", "lisi").open().accept(visit);
		visit.page().locator(".sessions [type='submit']").first().click();
		assertThat(visit.page().locator("[role='status']").count()).isEqualTo(1);
	}

	/**
	 * Shows WeCom's login panel, with the link to WeCom's own page beside it.
	 */
	private static void openPanel(Visit visit) {
		Page page = visit.page();
		String frame = applications.get(applications.size() - 1).getBean(SimulatedWeCom.class).webLoginUrl();
		page.route(PANEL_SCRIPT, fulfill("text/javascript", LoginPanelInBrowserTests.SCRIPT.formatted(frame)));
		page.route(frame + "?**", fulfill("text/html", "<!DOCTYPE html><html lang=en><title>QR</title>QR code"));
		visit.open("/login");
		page.frameLocator("#wecom-panel iframe").getByText("QR code").waitFor();
		page.unroute(PANEL_SCRIPT);
		page.unroute(frame + "?**");
		page.route(PANEL_SCRIPT, Route::abort);
		Locator link = page.locator("a[href*='/oauth2/authorization/wecom']");
		for (int i = 0; i < 10 && !isFocused(link); i++) {
			page.keyboard().press("Tab");
		}
		assertThat(isFocused(link)).isTrue();
		assertThat(link.isVisible()).isTrue();
		BoundingBox box = link.boundingBox();
		assertThat(page.locator("#wecom-panel iframe").boundingBox().y).as("below the outline of the link")
			.isGreaterThan(box.y + box.height + 8);
	}

	private static boolean isFocused(Locator link) {
		return Boolean.TRUE.equals(link.evaluate("(link) => link === document.activeElement"));
	}

	private static Consumer<Route> fulfill(String type, String body) {
		return (route) -> route.fulfill(new Route.FulfillOptions().setContentType(type).setBody(body));
	}

	private static void openRejectedToken(Visit visit) {
		visit.open("/setup/open");
		visit.page().locator("input[name='token']").fill(SETUP_TOKEN + "0");
		visit.page().locator("main [type='submit']").click();
		assertThat(visit.page().locator("[role='alert']").count()).isEqualTo(1);
	}

	private static void openCheckedSetup(Visit visit) {
		visit.open("/setup");
		visit.page().locator("#checks [type='submit']").click();
		assertThat(visit.page().locator(".findings li").count()).isPositive();
	}

	/**
	 * Comes back from WeCom while all places are taken.
	 */
	private static void openBusyPage(Visit visit) {
		ConfigurableApplicationContext application = applications.get(applications.size() - 1);
		try (SignInPermit taken = application.getBean(SignInBulkhead.class)
			.enter(Deadline.after(Duration.ofMinutes(1)))) {
			assertThat(taken).isNotNull();
			visit.open("/oauth2/authorization/wecom");
			visit.page().locator("a[href*='person=zhangsan']").click();
			assertThat(visit.page().url()).startsWith(visit.url() + "/login/oauth2/code/wecom?code=");
		}
	}

	/**
	 * A page that is opened.
	 */
	record Visit(Page page, String url) {

		void open(String path) {
			this.page.navigate(this.url + path);
		}

	}

	/**
	 * A page of which there is only one kind.
	 */
	record Kind(String name, Consumer<Visit> open) {

		static Kind at(String name, String path) {
			return new Kind(name, (visit) -> visit.open(path));
		}

		static Kind search(String name, String query) {
			return new Kind("search-" + name, (visit) -> {
				visit.open("/admin");
				visit.page().locator("input[name='q']").fill(query);
				visit.page().locator("form[action$='/admin/search'] [type='submit']").first().click();
			});
		}

		static Kind lookup(String name, String userId) {
			return new Kind(name, (visit) -> {
				visit.open("/admin");
				visit.page().locator("input[name='user-id']").fill(userId);
				visit.page().locator("form[action$='/admin/roles'] [type='submit']").click();
				visit.page().waitForURL("**/admin/roles");
			});
		}

	}

	/**
	 * Shows the login panel, which the simulator has no script for.
	 */
	@Configuration(proxyBeanMethods = false)
	static class WithPanel {

		@Bean
		LoginPanel.Settings panel(SimulatedWeCom wecom) {
			return new LoginPanel.Settings(PANEL_SCRIPT, wecom.webLoginUrl());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingPage {

		@RestController
		static class Pages {

			@GetMapping("/fails")
			String fail() {
				throw new IllegalStateException("As intended by the test");
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class LibraryUser {

		/**
		 * Has no asynchronous support, so that a sign-in without a place is refused at
		 * once.
		 */
		@Bean
		FilterRegistrationBean<Filter> synchronousFilter() {
			FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(
					(request, response, chain) -> chain.doFilter(request, response));
			filter.setAsyncSupported(false);
			filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return filter;
		}

	}

}
