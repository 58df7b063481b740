package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.wecomlogin.authentication.SignInBulkhead;
import io.github.wecomlogin.authentication.SignInPermit;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.SessionRecorder;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.util.Deadline;
import io.github.wecomlogin.web.page.PageAction;
import io.github.wecomlogin.web.page.WeComPageRenderer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages of the library: brand, language, and a renderer of the application.
 */
class LibraryPageTests {

	private static final String LOGO = "https://cdn.example.com/a,b/logo.svg?v=1";

	private static RunningApplication application;

	private static RunningApplication plain;

	private static RunningApplication rendering;

	/**
	 * The kinds of pages.
	 */
	enum Kind {

		SIGN_IN, REFUSAL, SIGNED_OUT, BUSY, WECHAT, PHONE, COOKIES_BLOCKED, UNKNOWN_REGISTRATION

	}

	@BeforeAll
	static void start() {
		application = new RunningApplication(BusyTests.WithoutWaiting.class, "wecom.limits.concurrent-sign-ins=2",
				"server.servlet.context-path=/hr", "wecom.brand.name=A <b> & \"C\"", "wecom.brand.logo=" + LOGO,
				"wecom.brand.logo-dark=/logo-dark.svg", "wecom.brand.color=#c8102e",
				"wecom.brand.support-url=https://help.example.com/?a=1&b=2", "wecom.brand.footer=© 2026 <i>A</i>");
		plain = new RunningApplication();
		rendering = new RunningApplication(OwnPages.class, "wecom.limits.concurrent-sign-ins=2",
				"wecom.brand.name=A & B");
	}

	@AfterAll
	static void stop() {
		application.close();
		plain.close();
		rendering.close();
	}

	@BeforeEach
	void reset() {
		Stream.of(application, plain, rendering).forEach((each) -> {
			each.reset();
			each.wecom().signInAs("zhangsan");
		});
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void whenBrandIsConfiguredThenEveryPageShowsItEscaped(Kind kind) {
		HttpResponse<String> page = open(application, "/hr", kind, "en");
		assertThat(page.body())
			.contains(" · A &lt;b&gt; &amp; &quot;C&quot;</title>", "<span>A &lt;b&gt; &amp; &quot;C&quot;</span>",
					"<img src=\"" + LOGO + "\" alt=\"\">",
					"<source media=\"(prefers-color-scheme: dark)\" srcset=\"/hr/logo-dark.svg\">", "--brand:#c8102e",
					"© 2026 &lt;i&gt;A&lt;/i&gt;")
			.containsPattern("<a href=\"https://help.example.com/\\?a=1&amp;b=2(&amp;ref=[0-9A-Z]{8})?\">Get help</a>")
			.doesNotContain("<b>", "<i>");
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void whenBrandIsConfiguredThenPolicyAllowsItsImagesOnly(Kind kind) {
		assertThat(policy(open(application, "/hr", kind, "en"))).matches("default-src 'none'; "
				+ "style-src 'sha256-[A-Za-z0-9+/]{43}='; img-src https://cdn.example.com/a%2Cb/logo.svg 'self'; "
				+ "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
				+ ((kind == Kind.WECHAT || kind == Kind.PHONE) ? "; script-src 'sha256-[A-Za-z0-9+/]{43}='" : ""));
		assertThat(policy(plain.desktop().get("/login"))).matches("default-src 'none'; "
				+ "style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
	}

	@Test
	void whenNoBrandIsConfiguredThenPageNeedsNone() {
		assertThat(plain.desktop().get("/login").body()).contains("<title>Sign in</title>")
			.doesNotContain("<img", "<header", "Get help", "--brand:");
	}

	@ParameterizedTest
	@CsvSource({ "en-US, en", "zh, zh-CN", "zh-CN, zh-CN", "zh-TW, zh-CN", "zh-Hant, zh-CN", "zh-Hant-HK, zh-CN",
			"'zh-SG,en;q=0.9', zh-CN", "'en;q=0.5,zh-CN;q=0.9', zh-CN", "'fr-FR,zh;q=0.5', en", "yue-HK, zh-CN",
			"zh-cmn-Hans-CN, zh-CN", "*, zh-CN", "';;,=,q', zh-CN" })
	void whenBrowserPrefersALanguageThenFirstPageIsInIt(String accepted, String language) {
		assertThat(plain.desktop().with("Accept-Language", accepted).get("/login").body())
			.contains("<html lang=\"" + language + "\">");
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void whenOtherLanguageIsChosenThenThePageIsInItAndItIsKept(Kind kind) {
		TestBrowser browser = browser(application, "/hr", kind, "zh-CN");
		HttpResponse<String> chinese = open(application, "/hr", kind, browser);
		assertThat(chinese.body()).contains("<html lang=\"zh-CN\">", "lang=\"en\" hreflang=\"en\">English</a>");
		HttpResponse<String> english = browser.get(inOtherLanguage(chinese));
		assertThat(english.body()).contains("<html lang=\"en\">", "lang=\"zh-CN\" hreflang=\"zh-CN\">中文</a>");
		assertThat(notice(english)).isEqualTo(switch (kind) {
			case SIGN_IN -> "";
			case REFUSAL -> "This application is not open to you yet";
			case SIGNED_OUT -> "You have signed out";
			case BUSY -> "Many people are signing in right now";
			case WECHAT, PHONE -> "Please open this page in WeCom";
			case COOKIES_BLOCKED -> "Cookies are blocked";
			case UNKNOWN_REGISTRATION -> "This sign-in does not exist";
		});
		assertThat(open(application, "/hr", Kind.SIGN_IN, browser).body()).contains("<html lang=\"en\">");
		assertThat(application.bean(SessionRecorder.class).created()).isZero();
	}

	@Test
	void whenLanguageIsChosenThenTheCookieHasNothingButIt() {
		HttpResponse<String> page = plain.desktop().get("/login?lang=zh");
		assertThat(page.headers().allValues("Set-Cookie")).singleElement()
			.asString()
			.startsWith("wecom_lang=zh;")
			.contains("Path=/", "Max-Age=31536000", "SameSite=Lax")
			.doesNotContain("Secure");
	}

	@Test
	void whenLanguageIsChosenThenWeComIsOpenedInItToo() {
		TestBrowser browser = plain.desktop();
		browser.get("/login?lang=zh");
		assertThat(TestBrowser.location(browser.get("/page"))).contains("&lang=zh");
		browser.get("/login?lang=en");
		assertThat(TestBrowser.location(browser.get("/page"))).contains("&lang=en");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "fr", "ZH", "zh-CN", "zh;Domain=evil.example", "en%0d%0aSet-Cookie:%20a=b",
			"https://evil.example", "%3Cb%3E", "en,zh", "null" })
	void whenParameterIsNoLanguageThenItIsIgnored(String value) {
		HttpResponse<String> page = plain.desktop().get("/login?lang=" + value);
		assertThat(page.body()).contains("<html lang=\"en\">").doesNotContain("evil", "<b>");
		assertThat(page.headers().allValues("Set-Cookie")).isEmpty();
		TestBrowser browser = plain.desktop();
		browser.setCookie("wecom_lang", "fr");
		assertThat(browser.get("/login").body()).contains("<html lang=\"en\">");
	}

	@ParameterizedTest
	@CsvSource({ "return-to=/page/one%3Fa%3Db%26c%3Dd, return-to=%2Fpage%2Fone%3Fa%3Db%26c%3Dd&lang=zh",
			"return-to=/页面&error=not_visible, return-to=%2F%E9%A1%B5%E9%9D%A2&error=not_visible&lang=zh",
			"error=%3Cb%3E, error&lang=zh", "logout&code=secret&state=secret, logout&lang=zh",
			"return-to=https://evil.example, lang=zh", "return-to=//evil.example&lang=en, lang=zh",
			"lang=zh&error=busy, error=busy&lang=en" })
	void whenPageHasStateThenTheLinkKeepsWhatIsChecked(String query, String kept) {
		HttpResponse<String> page = plain.desktop().get("/login?" + query.replace("页面", "%E9%A1%B5%E9%9D%A2"));
		assertThat(otherLanguage(page)).isEqualTo("?" + kept);
	}

	@Test
	void whenLanguageIsChangedThenSignInEndsAtTheSamePage() {
		TestBrowser browser = plain.desktop();
		HttpResponse<String> page = browser.get("/login?return-to=/page/one");
		HttpResponse<String> chinese = browser.get(inOtherLanguage(page));
		String way = attribute(chinese, "<li><a href=\"([^\"]*)\"");
		assertThat(browser.open(way).uri().getPath()).isEqualTo("/page/one");
	}

	@Test
	void whenBusyPageChangesItsLanguageThenTheReturnTargetIsKept() {
		HttpResponse<String> busy = open(application, "/hr", Kind.BUSY, "en");
		assertThat(otherLanguage(busy))
			.matches("/hr/login\\?error=busy&ref=[0-9A-Z]{8}&lang=zh&return-to=%2Fhr%2Fpage%2Fone");
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void whenApplicationHasARendererThenItRendersEveryPage(Kind kind) {
		HttpResponse<String> page = open(rendering, "", kind, "en");
		assertThat(page.body()).startsWith("own page of A & B, Sign in, ");
		assertThat(page.statusCode()).isEqualTo(switch (kind) {
			case BUSY -> 503;
			case UNKNOWN_REGISTRATION -> 404;
			default -> 200;
		});
		assertThat(page.headers().firstValue("Content-Type").orElse("")).isEqualTo("text/html;charset=UTF-8");
		assertThat(policy(page)).matches("default-src 'self'; img-src 'self' https: data:; base-uri 'none'; "
				+ "form-action 'self'; frame-ancestors 'none'" + ((kind == Kind.WECHAT || kind == Kind.PHONE)
						? "; script-src 'self' 'sha256-[A-Za-z0-9+/]{43}='" : ""));
		assertThat(page.body()).contains(switch (kind) {
			case SIGN_IN -> "null, [Sign in with WeCom]";
			case REFUSAL -> "FAILED This application is not open to you yet, [Use another account]";
			case SIGNED_OUT -> "DONE You have signed out, [Sign in with WeCom]";
			case BUSY -> "WAIT Many people are signing in right now, [Try again]";
			case WECHAT, PHONE -> "FAILED Please open this page in WeCom, []";
			case COOKIES_BLOCKED -> "FAILED Cookies are blocked, [Try again]";
			case UNKNOWN_REGISTRATION -> "FAILED This sign-in does not exist, [Sign in]";
		});
	}

	static Kind[] kinds() {
		return Kind.values();
	}

	private static HttpResponse<String> open(RunningApplication application, String contextPath, Kind kind,
			String language) {
		return open(application, contextPath, kind, browser(application, contextPath, kind, language));
	}

	private static TestBrowser browser(RunningApplication application, String contextPath, Kind kind, String language) {
		String userAgent = switch (kind) {
			case WECHAT -> TestBrowser.WECHAT;
			case PHONE -> TestBrowser.PHONE;
			default -> TestBrowser.DESKTOP;
		};
		return new TestBrowser(application.url() + contextPath + "/", userAgent).with("Accept-Language", language);
	}

	private static HttpResponse<String> open(RunningApplication application, String contextPath, Kind kind,
			TestBrowser browser) {
		return switch (kind) {
			case SIGN_IN, WECHAT, PHONE -> browser.get(contextPath + "/login");
			case REFUSAL -> browser.get(contextPath + "/login?error=not_visible");
			case COOKIES_BLOCKED -> browser.get(contextPath + "/login?error=cookies_blocked");
			case SIGNED_OUT -> browser.get(contextPath + "/login?logout");
			case UNKNOWN_REGISTRATION -> browser.get(contextPath + "/oauth2/authorization/none");
			case BUSY -> {
				String callback = browser.openUntil(contextPath + "/page/one", contextPath + "/login/oauth2/code/");
				SignInBulkhead bulkhead = application.bean(SignInBulkhead.class);
				List<SignInPermit> taken = List.of(bulkhead.enter(Deadline.after(Duration.ofSeconds(30))),
						bulkhead.enter(Deadline.after(Duration.ofSeconds(30))));
				try {
					yield browser.get(callback);
				}
				finally {
					taken.forEach(SignInPermit::close);
				}
			}
		};
	}

	private static String policy(HttpResponse<String> page) {
		return page.headers().firstValue("Content-Security-Policy").orElse("");
	}

	private static String otherLanguage(HttpResponse<String> page) {
		return HtmlUtils.htmlUnescape(attribute(page, "<a href=\"([^\"]*)\" lang="));
	}

	/**
	 * Resolves the link as browsers do.
	 */
	private static String inOtherLanguage(HttpResponse<String> page) {
		String link = otherLanguage(page);
		return link.startsWith("?") ? page.uri().getRawPath() + link : link;
	}

	private static String notice(HttpResponse<String> page) {
		return attribute(page, "<h2>([^<]*)</h2>");
	}

	private static String attribute(HttpResponse<String> page, String pattern) {
		return Pattern.compile(pattern)
			.matcher(page.body())
			.results()
			.map((MatchResult found) -> found.group(1))
			.findFirst()
			.orElse("");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(BusyTests.WithoutWaiting.class)
	static class OwnPages {

		@Bean
		WeComPageRenderer pages() {
			return (page) -> "own page of %s, %s, %s, %s".formatted(page.brand().name(), page.title(),
					(page.notice() != null) ? page.notice().kind() + " " + page.notice().title() : null,
					page.actions().stream().map(PageAction::label).toList());
		}

	}

}
