package io.github.wecomlogin.web;

import io.github.wecomlogin.attempt.ReturnTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which return targets are taken, and in which form.
 */
class ReturnTargetTests {

	private final ReturnTargets targets = targets(null);

	@ParameterizedTest
	@ValueSource(strings = { "/logout", "/./logout", "/%6cogout", "/%256cogout", "/;/../logout", "/x/../logout",
			"/x/%2e%2e/logout", "/x/.%2E/logout", "/x/..;/logout", "/logout;x=1", "/logout/", "/LOGOUT",
			"/%6Cogout?a=b", "/lo%67out#x", "/login", "/login?error", "/%6Cogin", "/login/", "/login/oauth2/code/wecom",
			"/login/oauth2/%63ode/wecom", "/oauth2/authorization/wecom", "/oauth2/./authorization/wecom",
			"/oauth2%2fauthorization/wecom", "/oauth2;a/authorization/wecom", "/oauth2/authorization" })
	void whenTargetSignsInOrOutThenItIsRefused(String target) {
		assertThat(checked(target)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "//host", "/\\host", "/%2f/host", "/%2Fhost", "/%252fhost", "/%5chost", "/%255Chost",
			"/.//host", "/x/..//host", "/;/host", "/%09/host", "/\t/host", "/\n", "/a\u0000b", "/%00", "/%", "/%zz",
			"/page?q=%", "/a%2", "page", "", "https://host/", "/\uD800", "/a//b" })
	void whenTargetIsMalformedOrElsewhereThenItIsRefused(String target) {
		assertThat(checked(target)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "/login/history, /login/history", "/loginx, /loginx", "/logouts, /logouts",
			"/oauth2/authorize?x=y, /oauth2/authorize?x=y", "/a/./b/../c, /a/c", "/a/.., /", "/../page, /page",
			"/page;v=1, /page;v=1", "/files/100%25.pdf, /files/100%25.pdf", "/a b, /a%20b",
			"/页面?名=值, /%E9%A1%B5%E9%9D%A2?%E5%90%8D=%E5%80%BC", "/%e4%b8%ad, /%e4%b8%ad",
			"/\uD83D\uDE00, /%F0%9F%98%80", "/page?next=/../logout, /page?next=/../logout", "/app#/route, /app#/route",
			"/page?q=%0A, /page?q=%0A", "/page?q=a\\b, /page?q=a%5Cb", "/page?q=%D6%D0, /page?q=%D6%D0" })
	void whenTargetIsAPageThenItIsNormalised(String target, String normalised) {
		assertThat(checked(target)).isEqualTo(normalised);
	}

	@Test
	void whenTargetIsLongThenTwoThousandCharactersAreKept() {
		String encoded = "/page?q=" + "%E4%B8%AD".repeat(221);
		assertThat(encoded.length()).isBetween(1990, 2000);
		assertThat(checked(encoded)).isEqualTo(encoded);
		assertThat(checked("/page?q=" + "中".repeat(221))).isEqualTo(encoded);
		assertThat(checked("/" + "x".repeat(1999))).hasSize(2000);
		assertThat(checked("/" + "x".repeat(2048))).isNull();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/page?q=%E4%B8%AD%E6%96%87&x=%D6%D0%25", "/%F0%9F%98%80", "/%C2%85?x", "/%E4%B8", "/a%20b" })
	void whenTargetIsShortenedThenItIsReadAsBefore(String target) {
		String shortened = ReturnTarget.shorten(target);
		assertThat(shortened.length()).isLessThanOrEqualTo(target.length());
		assertThat(ReturnTarget.parse("/x?" + shortened).value()).isEqualTo("/x?" + target);
	}

	@Test
	void whenThereIsAContextPathThenTargetIsWithinIt() {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setContextPath("/hr");
		assertThat(this.targets.checked(request, "/hr/page")).isEqualTo("/hr/page");
		assertThat(this.targets.checked(request, "/hr/../other")).isNull();
		assertThat(this.targets.checked(request, "/hr/%2e%2e/other")).isNull();
		assertThat(this.targets.checked(request, "/hrx/page")).isNull();
		assertThat(this.targets.checked(request, "/hr/%6cogout")).isNull();
		assertThat(this.targets.checked(request, "/hr//host")).isNull();
	}

	@Test
	void whenBaseUrlHasAPathThenItIsInFrontOfTargets() {
		ReturnTargets behindProxy = targets("https://portal.example.com/hr");
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/page");
		assertThat(behindProxy.ofPage(request)).isEqualTo("/hr/page");
		assertThat(behindProxy.checked(request, "/hr/logout")).isNull();
		assertThat(behindProxy.checked(request, "/page")).isNull();
		assertThat(behindProxy.absolute(request, "/hr/page")).isEqualTo("https://portal.example.com/hr/page");
		assertThat(behindProxy.location(request, "/hr/page")).isEqualTo("/hr/page");
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost/form?x=1, /form?x=1", "https://localhost:443/form, /form", "http://localhost, /",
			"https://evil.example/form,", "http://localhost:8081/form,", "http://localhost/logout,", "not a URL,",
			"/form," })
	void whenFormWasSentThenItsPageIsTheTarget(String referer, String target) {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/save");
		request.addHeader("Referer", referer);
		assertThat(this.targets.ofPage(request)).isEqualTo(target);
	}

	private String checked(String target) {
		return this.targets.checked(new MockHttpServletRequest(), target);
	}

	private static ReturnTargets targets(String baseUrl) {
		return new ReturnTargets(new SiteAddress(baseUrl),
				LoginPaths.of(LoginPaths.AUTHORIZATION, "/login/oauth2/code/*", "/login", "/logout"));
	}

}
