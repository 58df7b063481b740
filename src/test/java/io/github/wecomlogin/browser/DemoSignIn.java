package io.github.wecomlogin.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sign-ins to the demo without the pages in between, for tests of other pages.
 */
final class DemoSignIn {

	private DemoSignIn() {
	}

	/**
	 * Gives a page the session of a member.
	 */
	static Page signIn(ConfigurableApplicationContext application, Page page, String userId) {
		page.context()
			.addCookies(signIn(application, userId).cookies()
				.stream()
				.map((cookie) -> new Cookie(cookie.getName(), cookie.getValue()).setUrl(url(application)))
				.toList());
		return page;
	}

	static TestBrowser signIn(ConfigurableApplicationContext application, String userId) {
		TestBrowser visitor = new TestBrowser(url(application), TestBrowser.DESKTOP);
		assertThat(comeBack(application, visitor, userId)).isEqualTo(url(application) + "/");
		return visitor;
	}

	/**
	 * Lets WeCom refuse a disabled member.
	 */
	static void refuse(ConfigurableApplicationContext application, String userAgent, String userId) {
		assertThat(comeBack(application, new TestBrowser(url(application), userAgent), userId))
			.contains("/login?error=not_active");
	}

	private static String comeBack(ConfigurableApplicationContext application, TestBrowser visitor, String userId) {
		SimulatedWeCom wecom = application.getBean(SimulatedWeCom.class);
		wecom.signInAs(userId);
		String page = visitor.open("/oauth2/authorization/wecom").uri().toString();
		wecom.signInAs(null);
		return page;
	}

	private static String url(ConfigurableApplicationContext application) {
		return "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port");
	}

}
