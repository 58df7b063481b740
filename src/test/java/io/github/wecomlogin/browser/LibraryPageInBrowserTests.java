package io.github.wecomlogin.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sign-in page that the library brings along for applications without one.
 */
@RequiresBrowser
class LibraryPageInBrowserTests {

	private static ConfigurableApplicationContext application;

	private static BrowserSession browser;

	private static String url;

	@BeforeAll
	static void start() {
		application = new SpringApplicationBuilder(SomebodysApplication.class).run("--server.port=0",
				"--server.address=127.0.0.1", "--wecom.simulator.enabled=true",
				"--wecom.corp-id=" + SimulatedWeCom.CORP_ID, "--wecom.agent-id=" + SimulatedWeCom.AGENT_ID,
				"--wecom.secret=" + SimulatedWeCom.SECRET, "--wecom.registration.branch.name=分公司",
				"--wecom.registration.branch.corp-id=" + SimulatedWeCom.CORP_ID,
				"--wecom.registration.branch.agent-id=" + SimulatedWeCom.AGENT_ID,
				"--wecom.registration.branch.secret=" + SimulatedWeCom.SECRET);
		url = "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port");
		browser = new BrowserSession();
	}

	@AfterAll
	static void stop() {
		browser.close();
		application.close();
	}

	@Test
	void whenThereIsAChoiceThenItIsShownInTheVisitorsLanguageAndStyle() {
		Page english = browser.desktop("en-US", ColorScheme.LIGHT);
		english.navigate(url + "/somewhere");
		assertThat(english.url()).isEqualTo(url + "/login?return-to=%2Fsomewhere");
		assertThat(english.locator("main a").allTextContents()).containsExactly("Sign in with WeCom",
				"Sign in with 分公司");
		BrowserSession.screenshot(english, "library-1-choice");
		Page chinese = browser.phone(BrowserSession.WECOM_ON_PHONE, ColorScheme.DARK);
		chinese.navigate(url + "/login?error=not_visible");
		assertThat(chinese.getByRole(AriaRole.ALERT).textContent()).contains("您暂时无法使用此应用");
		BrowserSession.screenshot(chinese, "library-2-refused-dark");
		assertThat(english.evaluate("getComputedStyle(document.querySelector('main a')).display")).isEqualTo("block");
		assertThat(browser.complaints()).isEmpty();
	}

	@Test
	void whenPhoneOpensAPageThenItsAddressCanBeCopied() {
		Page phone = browser.phone(BrowserSession.PHONE, ColorScheme.LIGHT);
		phone.navigate(url + "/somewhere?a=1");
		assertThat(phone.getByLabel("本页面的地址：").inputValue()).isEqualTo(url + "/somewhere?a=1");
		assertThat(phone.locator("svg.qr").boundingBox().width).isGreaterThan(150);
		phone.getByRole(AriaRole.BUTTON).click();
		phone.getByText("地址已复制").waitFor();
		BrowserSession.screenshot(phone, "library-3-phone");
		assertThat(browser.complaints()).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SomebodysApplication {

	}

}
