package io.github.wecomlogin.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.wecomlogin.UnusedPorts;
import io.github.wecomlogin.fixture.RunningApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WeCom's login panel in a real browser, with a stand-in for WeCom's script and for the
 * page that it shows in a frame.
 */
@RequiresBrowser
class LoginPanelInBrowserTests {

	/**
	 * Shows a frame with the parameters, without a title and in the size of the small
	 * panel, as WeCom's script does.
	 */
	static final String SCRIPT = """
			window.ww = { createWWLoginPanel: function (options) {
				var frame = document.createElement('iframe');
				frame.style.cssText = 'display: block; border: none; width: 320px; height: 380px';
				frame.src = '%s?' + new URLSearchParams(options.params);
				document.querySelector(options.el).appendChild(frame);
			} };
			""";

	private static HttpServer wecom;

	private static BrowserSession browser;

	private static String wecomUrl;

	private static RunningApplication application;

	@BeforeAll
	static void start() throws IOException {
		wecom = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		wecomUrl = "http://127.0.0.1:" + wecom.getAddress().getPort();
		wecom.createContext("/sdk.js",
				(exchange) -> answer(exchange, "text/javascript", SCRIPT.formatted(wecomUrl + "/login")));
		wecom.createContext("/login", (exchange) -> answer(exchange, "text/html", """
				<!DOCTYPE html>
				<title>Stand-in</title>
				<a target="_top" href="%s?%s">Confirm</a>
				""".formatted(application.wecom().webLoginUrl(), documented(exchange.getRequestURI().getRawQuery()))));
		wecom.start();
		browser = new BrowserSession();
	}

	@AfterAll
	static void stop() {
		browser.close();
		wecom.stop(0);
	}

	private static String documented(String query) {
		return query.replaceAll("&(redirect_type|panel_size|color_scheme)=[^&]*", "").replace("&", "&amp;");
	}

	private static void answer(HttpExchange exchange, String type, String text) throws IOException {
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", type + ";charset=UTF-8");
		exchange.sendResponseHeaders(200, body.length);
		try (exchange) {
			exchange.getResponseBody().write(body);
		}
	}

	@Test
	void whenSignInIsConfirmedInThePanelThenThePageOpens() {
		try (RunningApplication started = start(wecomUrl + "/sdk.js")) {
			started.wecom().signInAs("zhangsan");
			Page page = browser.desktop("en-US", ColorScheme.LIGHT);
			page.navigate(started.url() + "/login?return-to=%2Fpage%2Fone");
			page.frameLocator("#wecom-panel iframe").getByText("Confirm").click();
			page.waitForURL(started.url() + "/page/one");
			assertThat(browser.complaints()).isEmpty();
			browser.closePages();
		}
	}

	@Test
	void whenScriptCannotBeLoadedThenTheLinkSignsIn() {
		try (RunningApplication started = start("http://127.0.0.1:" + UnusedPorts.next() + "/sdk.js")) {
			started.wecom().signInAs("zhangsan");
			Page page = browser.desktop("en-US", ColorScheme.LIGHT);
			page.navigate(started.url() + "/login?return-to=%2Fpage%2Fone");
			page.getByText("Sign in with WeCom").click();
			page.getByText("Confirm").click();
			page.waitForURL(started.url() + "/page/one");
			browser.closePages();
		}
	}

	private static RunningApplication start(String script) {
		application = new RunningApplication("wecom.login-panel.enabled=true", "wecom.login-panel.script=" + script,
				"wecom.endpoints.web-login=" + wecomUrl + "/login",
				// Else the browser complains about a missing icon
				"spring.mvc.static-path-pattern=/**", "spring.web.resources.static-locations=classpath:/static/");
		return application;
	}

}
