package io.github.wecomlogin.browser;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

/**
 * One browser, and the people who use it.
 */
final class BrowserSession implements AutoCloseable {

	static final String WECOM_ON_PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) "
			+ "AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 wxwork/4.1.30 MicroMessenger/7.0.1 "
			+ "Language/zh ColorScheme/Light";

	static final String PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
			+ "Chrome/142.0.0.0 Mobile Safari/537.36";

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	static final boolean TAKES_SCREENSHOTS = Boolean.getBoolean("browser.screenshots");

	private final Playwright playwright;

	private final Browser browser;

	private final List<String> complaints = new ArrayList<>();

	BrowserSession() {
		this.playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		this.browser = this.playwright.chromium()
			.launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of(System.getenv(RequiresBrowser.VARIABLE)))
				// Without its sandbox, which needs rights that a build has not
				// everywhere;
				// it opens nothing but this machine's own pages
				.setArgs(List.of("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
						"--disable-component-update", "--disable-sync")));
	}

	Page desktop(String locale, ColorScheme colours) {
		return open(
				new Browser.NewContextOptions().setViewportSize(1280, 800).setLocale(locale).setColorScheme(colours));
	}

	Page phone(String userAgent, ColorScheme colours) {
		return open(new Browser.NewContextOptions().setViewportSize(390, 844)
			.setDeviceScaleFactor(2)
			.setIsMobile(true)
			.setHasTouch(true)
			.setLocale("zh-CN")
			.setUserAgent(userAgent)
			.setColorScheme(colours));
	}

	/**
	 * A desktop in a time zone other than that of the server.
	 */
	Page desktop(String timeZone) {
		return open(
				new Browser.NewContextOptions().setViewportSize(1280, 800).setLocale("en-US").setTimezoneId(timeZone));
	}

	private Page open(Browser.NewContextOptions options) {
		BrowserContext context = this.browser.newContext(options);
		Page page = context.newPage();
		page.onConsoleMessage((message) -> {
			if ("error".equals(message.type()) || "warning".equals(message.type())) {
				this.complaints.add(message.text());
			}
		});
		return page;
	}

	/**
	 * Returns what the browser complained about, such as a breach of the content security
	 * policy.
	 */
	List<String> complaints() {
		return this.complaints;
	}

	/**
	 * Closes the pages of a test, which otherwise take memory and time of the next ones.
	 */
	void closePages() {
		this.complaints.clear();
		this.browser.contexts().forEach(BrowserContext::close);
	}

	/**
	 * Takes a screenshot if {@code -Dbrowser.screenshots=true} asks for it. No test reads
	 * it.
	 */
	static void screenshot(Page page, String name) {
		if (TAKES_SCREENSHOTS) {
			page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
		}
	}

	@Override
	public void close() {
		this.browser.close();
		this.playwright.close();
	}

}
