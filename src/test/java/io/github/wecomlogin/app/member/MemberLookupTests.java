package io.github.wecomlogin.app.member;

import io.github.wecomlogin.app.DemoTest;
import io.github.wecomlogin.app.Visitors;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

@DemoTest
@ExtendWith(OutputCaptureExtension.class)
class MemberLookupTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private SimulatedWeCom simulator;

	@AfterEach
	void reset() {
		this.simulator.reset();
	}

	@Test
	void whenMemberIsFoundThenPageShowsRolesAndWhy(CapturedOutput output) {
		assertThat(lookUp("WangWu")).hasStatusOk()
			.bodyText()
			.contains("<h1>Roles and sessions of a member</h1>", "王五", "<code>wangwu</code>", "Possible now", "后端工程师")
			.containsSubsequence("演示公司/研发部/平台组", "值班", ">ENGINEER<", "departments: [演示公司/研发部/平台组]", ">ON_CALL<",
					"tags: [7]", ">USER<", "All signed-in members", "Look up another member", "value=\"WangWu\"")
			.doesNotContain("next check", "role=\"alert\"", "<select");
		assertThat(output.toString()).doesNotContainIgnoringCase("wangwu");
	}

	@ParameterizedTest
	@CsvSource({ "sunqi,孙琪", "zhouwei,周巍", "wujun,吴军" })
	void whenAccountIsNotInUseThenPageSaysWhatTheMemberWouldRead(String userId, String name) {
		assertThat(lookUp(userId)).hasStatusOk()
			.bodyText()
			.contains(name, "Not possible now", "The member would read: “Your account is not active. ",
					"Roles once sign-in is possible", ">USER<")
			.doesNotContain("Possible now");
	}

	@ParameterizedTest
	@CsvSource({ "zhengrui", "nobody", "no/body", "<u>&\"'" })
	void whenMemberCannotBeSeenThenPageSaysSo(String userId) {
		assertThat(lookUp(userId)).hasStatusOk()
			.bodyText()
			.contains("role=\"alert\"", "Member not found in WeCom", "name=\"user-id\"")
			.doesNotContain("郑睿", "Possible now", "<u>");
	}

	@Test
	void whenWeComDoesNotAnswerThenPageSaysSoAndLogSaysWhy(CapturedOutput output) {
		this.simulator.fail(SimulatedWeCom.GETUSER, -1);
		assertThat(lookUp("wangwu")).hasStatusOk()
			.bodyText()
			.contains("role=\"alert\"", "WeCom is not answering", "value=\"wangwu\"")
			.doesNotContain("errcode", "cgi-bin", "王五");
		assertThat(output).contains("wecom_unavailable", "errcode -1").doesNotContain("wangwu");
	}

	@Test
	void whenSettingsDoNotWorkThenPageSaysSoAndLogSaysWhy(CapturedOutput output) {
		this.simulator.fail(SimulatedWeCom.GETUSER, 60020);
		assertThat(lookUp("wangwu")).hasStatusOk()
			.bodyText()
			.contains("role=\"alert\"", "Invalid settings", "The application log shows the cause.")
			.doesNotContain("60020");
		assertThat(output).contains("misconfigured", "errcode 60020").doesNotContain("wangwu");
	}

	@Test
	void whenUserIdIsMissingThenPageAsksForIt() {
		assertThat(lookUp(" \t ")).hasStatusOk().bodyText().contains("role=\"alert\"", "Please enter a user ID.");
		assertThat(this.mvc.post()
			.uri("/admin/roles")
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.with(Visitors.member("ADMIN"))
			.with(csrf())).hasStatusOk().bodyText().contains("Please enter a user ID.");
		assertThat(this.simulator.calls(SimulatedWeCom.GETUSER)).isZero();
	}

	@Test
	void whenUserIdIsTooLongThenPageSaysSoAndAsksNobody() {
		assertThat(lookUp("x".repeat(65))).hasStatusOk()
			.bodyText()
			.contains("role=\"alert\"", "A user ID has at most 64 characters.")
			.doesNotContain("xxx");
		assertThat(this.simulator.calls(SimulatedWeCom.GETUSER)).isZero();
		assertThat(lookUp(" " + "x".repeat(64) + " ")).bodyText().contains("Member not found in WeCom");
	}

	@Test
	void whenApplicationIsUnknownThenPageSaysSo() {
		assertThat(this.mvc.post()
			.uri("/admin/roles")
			.param("registration", "<u>")
			.param("user-id", "wangwu")
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.with(Visitors.member("ADMIN"))
			.with(csrf())).hasStatusOk()
			.bodyText()
			.contains("role=\"alert\"", "Please choose an application from the list.")
			.doesNotContain("<u>", "王五");
	}

	@Test
	void whenNameIsMarkupThenItIsShownAsItIs() {
		assertThat(lookUp("markup")).bodyText()
			.contains("&lt;b&gt;&amp;&quot;&#39;", "&lt;i&gt;测试&lt;/i&gt;")
			.doesNotContain("<b>", "<i>");
	}

	@Test
	void whenNothingIsSaidAboutLanguageThenPageIsChinese() {
		assertThat(this.mvc.post()
			.uri("/admin/roles")
			.param("user-id", "sunqi")
			.with(Visitors.member("ADMIN"))
			.with(csrf())).bodyText().contains("<h1>成员的角色与会话</h1>", "目前无法登录", "该成员会看到：“您的账号当前不可用。");
	}

	@Test
	void whenPageIsOpenedAgainThenFormIsEmpty() {
		assertThat(this.mvc.get().uri("/admin/roles").with(Visitors.member("ADMIN"))).hasStatus(302)
			.hasRedirectedUrl("/admin");
	}

	@Test
	void whenVisitorIsNoAdministratorThenForbidden() {
		assertThat(this.mvc.post()
			.uri("/admin/roles")
			.param("user-id", "wangwu")
			.with(Visitors.member("HR", "USER"))
			.with(csrf())).hasStatus(403);
		assertThat(this.mvc.get().uri("/admin/roles").with(Visitors.member("USER"))).hasStatus(403);
		assertThat(this.simulator.calls(SimulatedWeCom.GETUSER)).isZero();
	}

	@Test
	void whenTokenOfFormIsMissingThenForbidden() {
		assertThat(this.mvc.post().uri("/admin/roles").param("user-id", "wangwu").with(Visitors.member("ADMIN")))
			.hasStatus(403);
	}

	@Test
	void whenModelIsPrintedThenMemberIsNotInIt() {
		// A rule names this one
		assertThat(lookUp("ZhaoLiu").getMvcResult().getModelAndView()).asString()
			.contains("view=\"member\"")
			.doesNotContainIgnoringCase("zhaoliu")
			.doesNotContain("赵六");
	}

	private MvcTestResult lookUp(String userId) {
		return this.mvc.post()
			.uri("/admin/roles")
			.param("user-id", userId)
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.with(Visitors.member("ADMIN", "USER"))
			.with(csrf())
			.exchange();
	}

}
