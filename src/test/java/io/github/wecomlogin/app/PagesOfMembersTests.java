package io.github.wecomlogin.app;

import java.util.List;

import io.github.wecomlogin.user.WeComDepartment;
import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

@ApplicationTest
class PagesOfMembersTests {

	private static final String CORP_ID = "ww0123456789abcdef";

	@Autowired
	private MockMvcTester mvc;

	@Test
	void whenEverythingIsKnownThenHomeShowsIt() {
		assertThat(english("/", full())).hasStatusOk()
			.bodyText()
			.contains("<html lang=\"en\">", "<title>My account · ")
			.contains("赵六", "zhaoliu", "技术总监", "演示公司/研发部", "ID 3", "Department 31", "ADMIN", "USER")
			.contains("href=\"/roles\"", "href=\"/admin\"", "action=\"/logout\"", "name=\"_csrf\"")
			.contains("src=\"https://wework.qpic.cn/a/0\"")
			.doesNotContain("FACTOR_", "ROLE_", "Signed in with");
	}

	@Test
	void whenNothingOptionalIsKnownThenHomeShowsNoEmptyFields() {
		assertThat(english("/", minimal())).hasStatusOk()
			.bodyText()
			.contains("amy")
			.doesNotContain("Departments", "Roles", "<img src=\"\"", "null", "href=\"/admin\"", "href=\"/roles\"");
	}

	@Test
	void whenNothingIsSaidAboutLanguageThenHomeIsChinese() {
		assertThat(this.mvc.get().uri("/").with(Visitors.member(full()))).bodyText()
			.contains("<html lang=\"zh-CN\">", "<title>我的账号 · ", "部门", "角色", "退出登录");
	}

	@Test
	void whenNameIsMarkupThenItIsShownAsItIs() {
		WeComUser user = WeComUser.withUserId("wecom", CORP_ID, "markup")
			.name("<b>&\"'")
			.position("<i>测试</i> & \"转义\"")
			.departments(List.of(new WeComDepartment(3, "<u>", "<s>/<u>")))
			.avatar("https://wework.qpic.cn/\" onerror=\"alert(1)")
			.build();
		assertThat(english("/", user)).bodyText()
			.contains("<h1>&lt;b&gt;&amp;&quot;&#39;</h1>", "&lt;i&gt;测试&lt;/i&gt; &amp; &quot;转义&quot;",
					"&lt;s&gt;/&lt;u&gt;")
			.doesNotContain("<b>", "<i>", "<s>", "<u>", "\" onerror");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/?roles[0]=X", "/?departments[0]=zz", "/?name=Mallory&userId=mallory",
			"/roles?roles[0]=ADMIN" })
	void whenAddressHasParametersThenTheyChangeNothingAboutTheMember(String address) {
		assertThat(english(address, full())).hasStatusOk()
			.bodyText()
			.contains("ADMIN")
			.doesNotContainIgnoringCase("mallory", ">X<");
	}

	@Test
	void whenEverythingIsKnownThenJsonHasIt() {
		assertThat(this.mvc.get().uri("/api/me").with(Visitors.member(full()))).hasStatusOk()
			.hasContentType(MediaType.APPLICATION_JSON)
			.bodyText()
			.isEqualTo("{\"userId\":\"zhaoliu\",\"name\":\"赵六\",\"corpId\":\"ww0123456789abcdef\","
					+ "\"registrationId\":\"wecom\","
					+ "\"departments\":[{\"id\":3,\"name\":\"研发部\",\"path\":\"演示公司/研发部\"},{\"id\":31}],"
					+ "\"roles\":[\"ADMIN\",\"USER\"],\"position\":\"技术总监\",\"mobile\":\"13800000004\","
					+ "\"email\":\"zhaoliu@mail.example.com\",\"bizMail\":\"zhaoliu@example.com\","
					+ "\"avatar\":\"https://wework.qpic.cn/a/0\",\"gender\":\"1\"}");
	}

	@Test
	void whenNothingOptionalIsKnownThenJsonLeavesItOut() {
		assertThat(this.mvc.get().uri("/api/me").with(Visitors.member(minimal()))).bodyText()
			.isEqualTo("{\"userId\":\"amy\",\"name\":\"amy\",\"corpId\":\"ww0123456789abcdef\","
					+ "\"registrationId\":\"wecom\",\"departments\":[],\"roles\":[]}");
	}

	@Test
	void whenBrowserOpensJsonThenItIsStillJson() {
		assertThat(this.mvc.get().uri("/api/me").accept(MediaType.TEXT_HTML).with(Visitors.member(minimal())))
			.hasStatusOk()
			.hasContentType(MediaType.APPLICATION_JSON);
	}

	@Test
	void whenScriptIsNotSignedInThenItIsToldSo() {
		assertThat(this.mvc.get().uri("/api/me").accept(MediaType.APPLICATION_JSON)).hasStatus(401)
			.hasContentType("application/problem+json;charset=UTF-8")
			.bodyJson()
			.extractingPath("$.signInUrl")
			.isEqualTo("/oauth2/authorization/wecom");
	}

	@Test
	void whenMemberIsNoAdministratorThenAdminIsForbidden() {
		assertThat(this.mvc.get().uri("/admin").with(Visitors.member("USER"))).hasStatus(403);
		assertThat(this.mvc.get().uri("/admin/anything").with(Visitors.member("USER"))).hasStatus(403);
	}

	@Test
	void whenMemberIsAdministratorThenAdminShowsFactsButNoSecret() {
		MvcTestResult page = this.mvc.get()
			.uri("/admin")
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.with(Visitors.member("ADMIN", "USER"))
			.exchange();
		assertThat(page).hasStatusOk()
			.bodyText()
			.contains("<title>Administration · ", "ww0123456789abcdef", "1000007", "snsapi_base")
			.contains("action=\"/admin/roles\"", "All members in the visible range")
			.doesNotContain("a-secret", "Simulator", "Other ways", "<select", "Role rules", "Cached directory data");
	}

	@Test
	void whenSigningOutThenReadsSoAndStaysSignedOut() {
		MvcTestResult result = this.mvc.post().uri("/logout").with(Visitors.member("USER")).with(csrf()).exchange();
		assertThat(result).hasRedirectedUrl("/login?logout");
		assertThat(result.getResponse().getCookies()).extracting(Cookie::getValue).contains("signed_out");
	}

	@Test
	void whenSigningOutWithoutTokenThenForbidden() {
		assertThat(this.mvc.post().uri("/logout").with(Visitors.member("USER"))).hasStatus(403);
	}

	@Test
	void whenSigningOutAfterSessionEndedThenReadsThatSignedOut() {
		assertThat(this.mvc.post().uri("/logout")).hasRedirectedUrl("/login?logout");
	}

	private MvcTestResult english(String uri, WeComUser user) {
		return this.mvc.get().uri(uri).header(HttpHeaders.ACCEPT_LANGUAGE, "en").with(Visitors.member(user)).exchange();
	}

	private static WeComUser full() {
		return WeComUser.withUserId("wecom", CORP_ID, "zhaoliu")
			.name("赵六")
			.departments(List.of(new WeComDepartment(3, "研发部", "演示公司/研发部"), new WeComDepartment(31, null, null)))
			.position("技术总监")
			.mobile("13800000004")
			.email("zhaoliu@mail.example.com")
			.bizMail("zhaoliu@example.com")
			.avatar("https://wework.qpic.cn/a/0")
			.gender("1")
			.roles(List.of("USER", "ADMIN"))
			.build();
	}

	private static WeComUser minimal() {
		return WeComUser.withUserId("wecom", CORP_ID, "amy").build();
	}

}
