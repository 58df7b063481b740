package io.github.wecomlogin.app;

import java.net.URI;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.wecomlogin.web.page.PageStyle;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

/**
 * Brand and language of the application's pages.
 */
@ApplicationTest(properties = { "wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000007",
		"wecom.secret=a-secret-that-no-page-may-show-0123456789ab", "wecom.brand.name=A <b> & \"C\"",
		"wecom.brand.logo=/assets/icon.svg", "wecom.brand.logo-dark=" + BrandTests.DATA, "wecom.brand.color=#c8102e",
		"wecom.brand.support-url=tel:+86-10-12345678", "wecom.brand.footer=© 2026 <i>A</i>" })
class BrandTests {

	static final String DATA = "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20width='9'/%3E";

	@Autowired
	private MockMvcTester mvc;

	@ParameterizedTest
	@ValueSource(strings = { "/login", "/login?error=not_visible", "/login?logout", "/", "/roles" })
	void whenBrandIsConfiguredThenEveryPageShowsItEscaped(String uri) throws Exception {
		MvcTestResult page = open(uri, "en");
		assertThat(page).bodyText()
			.contains(" · A &lt;b&gt; &amp; &quot;C&quot;</title>", "<span>A &lt;b&gt; &amp; &quot;C&quot;</span>",
					"--brand:#c8102e", "<a href=\"tel:+86-10-12345678\">Get help</a>", "© 2026 &lt;i&gt;A&lt;/i&gt;")
			.containsPattern("<img src=\"/assets/icon-[0-9a-f]+\\.svg\" alt=\"\">")
			.doesNotContain("<b>", "<i>", "wecom-login");
		assertThat(HtmlUtils.htmlUnescape(found(page, "srcset=\"([^\"]*)\""))).isEqualTo(DATA);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/login", "/" })
	void whenColorIsConfiguredThenPolicyAllowsItsStyleOnly(String uri) throws Exception {
		MvcTestResult page = open(uri, "en");
		String style = found(page, "(?s)<style>(.*?)</style>");
		assertThat(style).startsWith(":root{--brand:#c8102e;").contains("@media (prefers-color-scheme:dark)");
		assertThat(page).hasHeader("Content-Security-Policy",
				"default-src 'none'; style-src 'self' " + new PageStyle(style).source()
						+ "; img-src 'self' https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
	}

	@Test
	void whenLanguageIsChosenThenItIsKeptWithoutASession() {
		MvcTestResult page = open("/login?lang=zh", "en");
		assertThat(page).bodyText().contains("<html lang=\"zh-CN\">", "lang=\"en\" hreflang=\"en\">English</a>");
		assertThat(page).cookies()
			.hasValue("wecom_lang", "zh")
			.hasPath("wecom_lang", "/")
			.satisfies((cookies) -> assertThat(page.getResponse().getHeaders(HttpHeaders.SET_COOKIE))
				.anyMatch((header) -> header.contains("SameSite=Lax") && header.contains("Max-Age=31536000")));
		assertThat(page.getRequest().getSession(false)).isNull();
		assertThat(this.mvc.get()
			.uri("/login")
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.cookie(new Cookie("wecom_lang", "zh"))).bodyText().contains("<html lang=\"zh-CN\">");
	}

	@ParameterizedTest
	@ValueSource(strings = { "fr", "ZH", "zh-CN", "zh_TW", "", "en\r\nSet-Cookie: a=b", "https://evil.example", "<b>" })
	void whenParameterIsNoLanguageThenItIsIgnored(String value) {
		MvcTestResult page = this.mvc.get()
			.uri("/login")
			.param("lang", value)
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.exchange();
		assertThat(page).bodyText().contains("<html lang=\"en\">").doesNotContain("evil");
		assertThat(page).doesNotContainHeader(HttpHeaders.SET_COOKIE);
	}

	@ParameterizedTest
	@CsvSource({ "/login?return-to=/admin?a%3Db%26c, ?return-to=%2Fadmin%3Fa%3Db%26c&lang=zh",
			"/login?error=not_visible&return-to=/roles, ?return-to=%2Froles&error=not_visible&lang=zh",
			"/login?error=%3Cb%3E, ?error&lang=zh", "/login?logout&code=secret, ?logout&lang=zh",
			"/login?return-to=//evil.example, ?lang=zh", "/roles?code=secret, ?lang=zh" })
	void whenPageHasStateThenTheLinkKeepsWhatIsChecked(String uri, String link) throws Exception {
		assertThat(HtmlUtils.htmlUnescape(found(open(uri, "en"), "<a href=\"([^\"]*)\" lang=\"zh-CN\"")))
			.isEqualTo(link);
	}

	@ParameterizedTest
	@CsvSource({ "zh-Hant-HK, zh-CN", "'en;q=0.5,zh-TW;q=0.9', zh-CN", "yue, zh-CN", "';;,=,q', zh-CN",
			"'fr-FR,zh;q=0.5', en" })
	void whenBrowserPrefersALanguageThenFirstPageIsInIt(String accepted, String language) {
		assertThat(open("/login", accepted)).bodyText().contains("<html lang=\"" + language + "\">");
	}

	@ParameterizedTest
	@CsvSource({ "GET, /login/oauth2/code/wecom, /login?lang=zh", "GET, /oauth2/authorization/wecom, /login?lang=zh",
			"POST, /logout, /login?lang=zh", "GET, /missing, ?lang=zh", "GET, /, ?lang=zh" })
	void whenAddressCannotBeRepeatedThenErrorLinksToSignInPage(String method, String failed, String link)
			throws Exception {
		MvcTestResult page = this.mvc.method(HttpMethod.valueOf(method))
			.uri("/error")
			.with(csrf())
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.header(HttpHeaders.ACCEPT, "text/html")
			.requestAttr(RequestDispatcher.ERROR_REQUEST_URI, failed)
			.requestAttr(RequestDispatcher.ERROR_STATUS_CODE, 503)
			.exchange();
		assertThat(found(page, "<a href=\"([^\"]*)\" lang=\"zh-CN\"")).isEqualTo(link);
	}

	@Test
	void whenSessionsAreUnavailableThenTheLanguageIsKept() {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setCookies(new Cookie("JSESSIONID", "a"), new Cookie("wecom_lang", "en"));
		assertThat(new RequestWithoutCookies(request).getCookies()).extracting(Cookie::getName)
			.containsExactly("wecom_lang");
		assertThat(new RequestWithoutCookies(new MockHttpServletRequest()).getCookies()).isNull();
	}

	private MvcTestResult open(String uri, String language) {
		return (uri.startsWith("/login") ? this.mvc.get() : this.mvc.get().with(Visitors.member("USER")))
			.uri(URI.create(uri))
			.header(HttpHeaders.USER_AGENT, Visitors.ON_DESKTOP)
			.header(HttpHeaders.ACCEPT_LANGUAGE, language)
			.exchange();
	}

	private static String found(MvcTestResult page, String pattern) throws Exception {
		return Pattern.compile(pattern)
			.matcher(page.getResponse().getContentAsString())
			.results()
			.map((MatchResult each) -> each.group(1))
			.findFirst()
			.orElseThrow();
	}

}
