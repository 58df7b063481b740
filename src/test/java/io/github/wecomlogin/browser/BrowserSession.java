package io.github.wecomlogin.browser;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

/**
 * A browser. Each page has its own cookies, as in a browser of its own. To create such a
 * context takes longer than to load ten pages, so the context of a closed page is kept,
 * without its cookies, for the next page on the same device.
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

	/**
	 * Blank pages by device: a context without a page loses its window.
	 */
	private final Map<String, Deque<Page>> idle = new HashMap<>();

	private final Map<BrowserContext, String> used = new LinkedHashMap<>();

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
		return open("desktop " + locale, new Browser.NewContextOptions().setViewportSize(1280, 800).setLocale(locale),
				colours);
	}

	Page phone(String userAgent, ColorScheme colours) {
		return open("phone " + userAgent,
				new Browser.NewContextOptions().setViewportSize(390, 844)
					.setDeviceScaleFactor(2)
					.setIsMobile(true)
					.setHasTouch(true)
					.setLocale("zh-CN")
					.setUserAgent(userAgent),
				colours);
	}

	/**
	 * A desktop in a time zone other than that of the server.
	 */
	Page desktop(String timeZone) {
		return open("desktop in " + timeZone,
				new Browser.NewContextOptions().setViewportSize(1280, 800).setLocale("en-US").setTimezoneId(timeZone),
				ColorScheme.LIGHT);
	}

	private Page open(String device, Browser.NewContextOptions options, ColorScheme colours) {
		Page page = this.idle.computeIfAbsent(device, (key) -> new ArrayDeque<>()).poll();
		if (page == null) {
			BrowserContext context = this.browser.newContext(options);
			context.onConsoleMessage((message) -> {
				if ("error".equals(message.type()) || "warning".equals(message.type())) {
					this.complaints.add(message.text());
				}
			});
			page = context.newPage();
		}
		this.used.put(page.context(), device);
		page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
		return page;
	}

	/**
	 * Closes a page, which otherwise takes memory and time of the next ones, and forgets
	 * its cookies.
	 */
	void close(Page page) {
		close(page.context());
	}

	private void close(BrowserContext context) {
		List<Page> pages = context.pages();
		this.idle.get(this.used.remove(context)).add(context.newPage());
		pages.forEach(Page::close);
		context.clearCookies();
	}

	/**
	 * Returns what the browser complained about, such as a breach of the content security
	 * policy.
	 */
	List<String> complaints() {
		return this.complaints;
	}

	/**
	 * Closes the pages of a test, and forgets the complaints.
	 */
	void closePages() {
		List.copyOf(this.used.keySet()).forEach(this::close);
		this.complaints.clear();
	}

	/**
	 * Checks a page in both color schemes, without loading it again and without the
	 * transitions of colors, and takes a screenshot of each.
	 */
	static void inBothColorSchemes(Page page, String name, Consumer<Page> check) {
		for (ColorScheme colors : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
			page.emulateMedia(
					new Page.EmulateMediaOptions().setColorScheme(colors).setReducedMotion(ReducedMotion.REDUCE));
			check.accept(page);
			screenshot(page, name + ((colors == ColorScheme.DARK) ? "-dark" : ""));
		}
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
