package io.github.wecomlogin.app;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

@ApplicationTest
class SignInPageTests {

	private static final String WAY = "href=\"/oauth2/authorization/wecom";

	@Autowired
	private MockMvcTester mvc;

	@Test
	void whenOpenedOnDesktopThenShowsOneWayIn() {
		MvcTestResult page = open("/login", Visitors.ON_DESKTOP);
		assertThat(page).hasStatusOk();
		assertThat(page).bodyText().containsOnlyOnce(WAY).contains("Sign in with WeCom").doesNotContain("role=\"alert");
	}

	@Test
	void whenOpenedInWeComThenSignInBeginsAtOnce() {
		assertThat(open("/login", Visitors.IN_WECOM)).hasStatus(302).hasRedirectedUrl("/oauth2/authorization/wecom");
	}

	@Test
	void whenPageIsAskedForInWeComThenItsAnswerLeadsToWeCom() {
		assertThat(open("/admin", Visitors.IN_WECOM)).hasStatus(302)
			.redirectedUrl()
			.contains("/connect/oauth2/authorize?", "scope=snsapi_base");
		assertThat(open("/admin", Visitors.ON_DESKTOP)).hasRedirectedUrl("/login?return-to=%2Fadmin");
	}

	@Test
	void whenPageIsAskedForInWeComAfterSigningOutThenSignInPage() {
		MvcTestResult page = this.mvc.get()
			.uri("/admin")
			.header(HttpHeaders.USER_AGENT, Visitors.IN_WECOM)
			.header(HttpHeaders.ACCEPT, "text/html")
			.cookie(pause("signed_out"))
			.exchange();
		assertThat(page).hasRedirectedUrl("/login?return-to=%2Fadmin");
	}

	@Test
	void whenOpenedInWeComWithReturnToThenReturnToIsKept() {
		assertThat(open("/login?return-to=/reports%3Fyear%3D2026%26q%3D%25E4%25BA%25BA", Visitors.IN_WECOM))
			.hasRedirectedUrl("/oauth2/authorization/wecom?return-to=%2Freports%3Fyear%3D2026%26q%3D%25E4%25BA%25BA");
	}

	@ParameterizedTest
	@ValueSource(strings = { "?error=not_visible", "?error=cookies_blocked", "?error=nonsense", "?error", "?logout" })
	void whenOpenedInWeComWithNoticeThenWaitsForClick(String query) {
		MvcTestResult page = open("/login" + query, Visitors.IN_WECOM);
		assertThat(page).hasStatusOk();
		assertThat(page).bodyText().containsOnlyOnce(WAY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "signed_out", "not_active" })
	void whenOpenedInWeComAndPausedThenWaitsForClick(String pause) {
		MvcTestResult page = this.mvc.get()
			.uri("/login")
			.header(HttpHeaders.USER_AGENT, Visitors.IN_WECOM)
			.cookie(pause(pause))
			.exchange();
		assertThat(page).hasStatusOk();
		assertThat(page).bodyText().containsOnlyOnce(WAY);
	}

	@Test
	void whenRefusedBeforeThenSaysWhyAndOffersAnotherAccount() {
		MvcTestResult page = this.mvc.get()
			.uri("/login")
			.header(HttpHeaders.USER_AGENT, Visitors.ON_DESKTOP)
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.cookie(pause("not_active"))
			.exchange();
		assertThat(page).bodyText()
			.contains("role=\"alert\"", "Your account is not active", "Use another account")
			.doesNotContain("Try again", "<code");
	}

	@Test
	void whenRefusedInsideWeComThenNoMainActionIsOffered() {
		MvcTestResult page = open("/login?error=not_active&ref=7K3M9PQX", Visitors.IN_WECOM);
		assertThat(page).bodyText()
			.contains("<code>7K3M9PQX</code>", "class=\"quiet\" " + WAY, "Try again")
			.doesNotContain("Use another account", "class=\"button\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { Visitors.IN_WECHAT, Visitors.ON_PHONE })
	void whenBrowserCannotSignInThenItsAddressLeadsToWeCom(String userAgent) {
		MvcTestResult page = open("/login?return-to=/admin%3Fa%3D1", userAgent);
		assertThat(page).bodyText()
			.contains("value=\"http://localhost/admin?a=1\"", "<svg class=\"qr\"", "<script>(function(){")
			.containsPattern("<code>[2-9A-Z]{8}</code>")
			.doesNotContain(WAY);
		assertThat(page.getResponse().getHeader("Content-Security-Policy")).startsWith("default-src 'none'; ")
			.containsPattern("; script-src 'sha256-[^' ]+'$");
	}

	@ParameterizedTest
	@ValueSource(strings = { "?logout", "?error", "?error=nonsense", "?error=not_visible", "?error=misconfigured" })
	void whenBrowserCannotSignInThenNoNoticeOffersIt(String query) {
		for (String userAgent : List.of(Visitors.IN_WECHAT, Visitors.ON_PHONE)) {
			assertThat(open("/login" + query, userAgent)).bodyText().contains("<svg class=\"qr\"").doesNotContain(WAY);
		}
	}

	@Test
	void whenReferenceIsForgedThenPageShowsNone() {
		assertThat(open("/login?error=not_active&ref=call-0800-1", Visitors.ON_DESKTOP)).bodyText()
			.contains("Your account is not active")
			.doesNotContain("Reference", "0800");
	}

	@Test
	void whenRefusalIsRememberedThenItsReferenceIsShown() {
		MvcTestResult page = this.mvc.get()
			.uri("/login")
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.cookie(pause("not_active.7K3M9PQX"))
			.exchange();
		assertThat(page).bodyText().contains("<code>7K3M9PQX</code>");
	}

	@Test
	void whenErrorIsUnknownThenSaysSoWithoutRepeatingIt() {
		MvcTestResult page = open("/login?error=%3Cb%3Enonsense", Visitors.ON_DESKTOP);
		assertThat(page).bodyText()
			.contains("role=\"alert\"", "You could not be signed in", "Try again")
			.doesNotContain("nonsense");
	}

	@Test
	void whenErrorIsInAddressThenItIsShownInsteadOfTheRememberedOne() {
		MvcTestResult page = this.mvc.get()
			.uri("/login?error=busy")
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.cookie(pause("not_active"))
			.exchange();
		assertThat(page).bodyText().contains("Many people are signing in").doesNotContain("not active");
	}

	@Test
	void whenSignedOutThenSaysSo() {
		MvcTestResult page = open("/login?logout", Visitors.ON_DESKTOP);
		assertThat(page).bodyText()
			.contains("role=\"status\"", "You have signed out", "Sign in with WeCom")
			.contains("<title>You have signed out · ");
	}

	@Test
	void whenRefusedForTheBrowserThenNoWayIsOffered() {
		assertThat(open("/login?error=wechat_browser", Visitors.IN_WECHAT)).bodyText()
			.contains("role=\"alert\"", "Please open this page in WeCom")
			.doesNotContain(WAY);
		assertThat(open("/login?error=phone_browser", Visitors.ON_PHONE)).bodyText()
			.contains("role=\"alert\"", "Please open this page in WeCom")
			.doesNotContain(WAY);
	}

	@ParameterizedTest
	@ValueSource(strings = { Visitors.IN_WECHAT, Visitors.ON_PHONE, Visitors.ON_TABLET, Visitors.ON_DESKTOP })
	void whenBrowserIsAnyThenPageAndLibraryAgreeWhetherItWorks(String userAgent) throws Exception {
		String target = open("/oauth2/authorization/wecom", userAgent).getResponse().getRedirectedUrl();
		assertThat(target).isNotNull();
		boolean works = !target.startsWith("/login?error=");
		assertThat(open("/login", userAgent).getResponse().getContentAsString().contains(WAY)).isEqualTo(works);
	}

	@Test
	void whenAddressIsTakenToTheRightBrowserThenItsRefusalIsForgotten() {
		assertThat(open("/login?error=phone_browser", Visitors.ON_DESKTOP)).bodyText()
			.contains(WAY)
			.doesNotContain("role=\"alert\"");
		assertThat(open("/login?error=wechat_browser", Visitors.IN_WECOM))
			.hasRedirectedUrl("/oauth2/authorization/wecom");
	}

	@Test
	void whenReturnToIsLocalThenWayKeepsIt() {
		assertThat(open("/login?return-to=/admin", Visitors.ON_DESKTOP)).bodyText()
			.contains(WAY + "?return-to=%2Fadmin\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)",
			"/a&return-to=/b" })
	void whenReturnToIsNotLocalThenWayDropsIt(String returnTo) {
		assertThat(open("/login?return-to=" + returnTo, Visitors.ON_DESKTOP)).bodyText()
			.contains(WAY + "\"")
			.doesNotContain("evil", "return-to");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/logout", "/login", "/login?error=busy", "/%6Cogout", "/oauth2/authorization/wecom",
			"/login/oauth2/code/wecom?code=a" })
	void whenReturnToIsAPathOfTheSignInThenPageDropsIt(String returnTo) {
		String uri = "/login?return-to=" + returnTo.replace("%", "%25");
		assertThat(open(uri, Visitors.ON_DESKTOP)).bodyText().contains(WAY + "\"").doesNotContain("return-to");
		assertThat(open(uri, Visitors.ON_PHONE)).bodyText()
			.contains("value=\"http://localhost/\"")
			.doesNotContain("return-to");
	}

	@Test
	void whenSignedInThenGoesHome() {
		assertThat(this.mvc.get().uri("/login?error=busy").with(Visitors.member("USER"))).hasRedirectedUrl("/");
	}

	@Test
	void whenChineseIsPreferredOrNothingIsSaidThenPageIsChinese() {
		assertThat(this.mvc.get().uri("/login").header(HttpHeaders.ACCEPT_LANGUAGE, "zh-TW,en;q=0.5")).bodyText()
			.contains("<html lang=\"zh-CN\">", "<title>登录 · ", "登录「企业微信」");
		assertThat(this.mvc.get().uri("/login?error=outsider")).bodyText()
			.contains("<html lang=\"zh-CN\">", "此应用仅供企业成员使用", "使用其他账号登录");
	}

	@Test
	void whenAnotherLanguageIsPreferredThenPageIsEnglish() {
		assertThat(this.mvc.get().uri("/login").header(HttpHeaders.ACCEPT_LANGUAGE, "fr-FR,zh;q=0.5")).bodyText()
			.contains("<html lang=\"en\">", "<title>Sign in · ", "Sign in with WeCom");
	}

	@Test
	void whenPageIsServedThenNothingButItsOwnFilesMayLoad() {
		MvcTestResult page = open("/login", Visitors.ON_DESKTOP);
		assertThat(page)
			.hasHeader("Content-Security-Policy",
					"default-src 'none'; style-src 'self'; img-src 'self' https: data:; "
							+ "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
			.hasHeader("Referrer-Policy", "no-referrer")
			.hasHeader("X-Content-Type-Options", "nosniff");
		assertThat(page).bodyText().doesNotContain("<script", "<style", "style=", "onclick");
	}

	@Test
	void whenVisitorIsAnonymousThenThereIsNoSession() {
		MvcTestResult home = open("/", Visitors.ON_DESKTOP);
		assertThat(home).hasStatus(302).hasRedirectedUrl("/login");
		assertThat(home.getRequest().getSession(false)).isNull();
		assertThat(open("/login", Visitors.ON_DESKTOP).getRequest().getSession(false)).isNull();
	}

	private MvcTestResult open(String uri, String userAgent) {
		return this.mvc.get()
			.uri(URI.create(uri.replace("\\", "%5C")))
			.header(HttpHeaders.USER_AGENT, userAgent)
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.exchange();
	}

	/**
	 * Returns the cookie that signing out sets, with another value.
	 */
	private Cookie pause(String value) {
		Cookie[] cookies = this.mvc.post()
			.uri("/logout")
			.with(Visitors.member("USER"))
			.with(csrf())
			.exchange()
			.getResponse()
			.getCookies();
		Cookie cookie = Arrays.stream(cookies)
			.filter((each) -> "signed_out".equals(each.getValue()))
			.findFirst()
			.orElseThrow();
		return new Cookie(cookie.getName(), value);
	}

}
