package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way from a phone's browser and from plain WeChat to the same page in WeCom.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtherBrowserTests {

	private static final Pattern ADDRESS = Pattern
		.compile("<input id=\"address\" type=\"text\" readonly value=\"([^\"]*)\">");

	private static final String TARGET = "/page/one?year=2026&q=%E4%BA%BA";

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication("wecom.app-link=app-scheme://open?u={url}");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { TestBrowser.PHONE, TestBrowser.WECHAT })
	void whenAddressIsOpenedInWeComThenMemberComesToTheSamePage(String userAgent) {
		HttpResponse<String> page = application.browser(userAgent).open(TARGET);
		assertThat(page.statusCode()).isEqualTo(200);
		String address = address(page);
		assertThat(address).isEqualTo(application.url() + TARGET);
		application.wecom().signInAs("zhangsan");
		HttpResponse<String> opened = application.inWeCom().open(address.substring(application.url().length()));
		assertThat(opened.statusCode()).isEqualTo(200);
		assertThat(opened.uri()).hasToString(address);
	}

	@ParameterizedTest
	@CsvSource({ "/oauth2/authorization/wecom?return-to=%2Fpage%2Fone, /page/one",
			"/oauth2/authorization/wecom?return-to=https%3A%2F%2Fevil.example%2F, /", "/oauth2/authorization/wecom, /",
			"/login?return-to=%2Fpage%2Fone, /page/one", "/login?return-to=%2F%2Fevil.example, /", "/, /" })
	void whenSignInIsStartedOnAPhoneThenTheTargetIsKept(String path, String target) {
		assertThat(address(application.browser(TestBrowser.PHONE).open(path))).isEqualTo(application.url() + target);
	}

	@Test
	void whenPageIsShownThenOnlyItsOwnScriptMayRun() {
		HttpResponse<String> page = application.browser(TestBrowser.PHONE).open("/page");
		assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
			.containsPattern("default-src 'none'.*; script-src 'sha256-[^' ]+'$");
		assertThat(page.body()).contains(" href=\"app-scheme://open?u=http%3A%2F%2F", "<svg class=\"qr\"");
		assertThat(application.desktop().get("/login").body()).doesNotContain("<script", "id=\"address\"");
	}

	@Test
	void whenSignInPageIsOpenedOnAPhoneThenItIsLoggedWithItsReference(CapturedOutput output) {
		String page = application.browser(TestBrowser.PHONE).get("/login").body();
		Matcher reference = Pattern.compile("<code>([2-9A-Z]{8})</code>").matcher(page);
		assertThat(reference.find()).isTrue();
		assertThat(output).contains("Sign-in refused: phone_browser, reference " + reference.group(1) + ". ");
	}

	private static String address(HttpResponse<String> page) {
		Matcher matcher = ADDRESS.matcher(page.body());
		assertThat(matcher.find()).as(page.body()).isTrue();
		return matcher.group(1).replace("&amp;", "&");
	}

}
