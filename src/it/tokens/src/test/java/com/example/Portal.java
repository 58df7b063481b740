package com.example;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.WaitUntilState;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Assumptions;

/**
 * The front end behind nginx, as a real browser shows it. Records the URLs on the way.
 */
final class Portal implements AutoCloseable {

	private static final String BROWSER = "WECOM_LOGIN_BROWSER";

	private final List<String> urls = new ArrayList<>();

	private final Site site;

	private final Nginx nginx;

	private final HttpServer otherSite;

	private final Playwright playwright;

	private final Browser browser;

	private Portal(Path directory, Site site) throws IOException {
		this.site = site;
		this.nginx = new Nginx(directory, site);
		this.otherSite = otherSite(site);
		this.playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		this.browser = this.playwright.chromium()
			.launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of(System.getenv(BROWSER)))
				// It opens nothing but this machine's own pages
				.setArgs(List.of("--no-sandbox", "--disable-quic", "--no-first-run",
						"--disable-background-networking", "--disable-component-update", "--disable-sync")));
	}

	private static HttpServer otherSite(Site site) throws IOException {
		byte[] page = """
				<!doctype html>
				<script type="module">
				  const post = { method: "POST", mode: "no-cors", credentials: "include" };
				  await fetch("%s/wecom/token", post).catch(() => {});
				  document.title = "posted";
				</script>
				""".formatted(site.url()).getBytes(StandardCharsets.UTF_8);
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "text/html");
			exchange.sendResponseHeaders(200, page.length);
			exchange.getResponseBody().write(page);
			exchange.close();
		});
		server.start();
		return server;
	}

	/**
	 * Opens the portal. Skips the tests without browser or nginx, and fails in CI.
	 */
	static Portal open(Path directory, Site site) throws IOException {
		if (System.getenv(BROWSER) == null || Nginx.program().isEmpty()) {
			String message = "These tests need a Chromium, named by the environment variable " + BROWSER
					+ ", and nginx, on the path or named by " + Nginx.VARIABLE;
			if ("true".equals(System.getenv("CI"))) {
				throw new IllegalStateException("In CI no browser test may be skipped. " + message);
			}
			System.out.println("Skipped: " + message);
			Assumptions.abort(message);
		}
		return new Portal(directory, site);
	}

	/**
	 * Opens a page of the front end in a new browser.
	 * @param path the path below the front end, with query and fragment
	 */
	Page visit(String path, String userAgent) {
		Page page = open(userAgent);
		go(page, this.site.url() + path);
		return page;
	}

	/**
	 * Opens an empty page in a new browser.
	 */
	Page open(String userAgent) {
		Browser.NewContextOptions options = new Browser.NewContextOptions().setLocale("en-US");
		BrowserContext context = this.browser
			.newContext((userAgent != null) ? options.setUserAgent(userAgent) : options);
		context.onRequest((request) -> this.urls.add(request.url()));
		return context.newPage();
	}

	/**
	 * Opens a URL, which may lead to another one before the page is complete.
	 */
	static void go(Page page, String url) {
		page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
	}

	List<String> urls() {
		return this.urls;
	}

	/**
	 * Returns the requests to the site: status, method, URL, referrer and new cookies.
	 */
	List<String> requests() throws IOException {
		return this.nginx.requests();
	}

	/**
	 * Returns those of the requests that ask for a token.
	 */
	List<String> posts() throws IOException {
		return requests().stream().filter((request) -> request.contains(" POST /portal/wecom/token ")).toList();
	}

	/**
	 * Returns the URL of a page that posts to the site.
	 * @param host {@code localhost}, where the cookies of the site are sent, or
	 * {@code 127.0.0.1}, which is another site to the browser
	 */
	String otherSite(String host) {
		return "http://" + host + ":" + this.otherSite.getAddress().getPort() + "/";
	}

	void closePages() {
		this.browser.contexts().forEach(BrowserContext::close);
		this.urls.clear();
	}

	@Override
	public void close() {
		this.browser.close();
		this.playwright.close();
		this.otherSite.stop(0);
		this.nginx.close();
	}

}
