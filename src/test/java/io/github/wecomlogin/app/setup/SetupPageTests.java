package io.github.wecomlogin.app.setup;

import java.util.regex.Pattern;

import io.github.wecomlogin.app.DemoTest;
import io.github.wecomlogin.app.Visitors;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

@DemoTest(properties = { "wecom.callback.token=", "wecom.callback.encoding-aes-key=",
		"wecom.corp-id=" + SimulatedWeCom.CORP_ID, "wecom.agent-id=" + SimulatedWeCom.AGENT_ID,
		"wecom.secret=" + SimulatedWeCom.SECRET, "wecom.registration.branch-office.corp-id=" + SimulatedWeCom.CORP_ID,
		"wecom.registration.branch-office.agent-id=" + SimulatedWeCom.AGENT_ID,
		"wecom.registration.branch-office.secret=" + SimulatedWeCom.SECRET,
		"wecom.registration.branch-office.callback.token=Token",
		"wecom.registration.branch-office.callback.encoding-aes-key=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG" })
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
class SetupPageTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private SimulatedWeCom simulator;

	@Autowired
	private FirstAdministrator administrator;

	@Test
	void whenPageOpensThenNothingIsCheckedAndValuesCanBeCopied() {
		assertThat(page("en")).hasStatusOk()
			.bodyText()
			.contains("The checks have not run yet", "WECOM_BASEURL=", ">localhost</pre>", ">http://localhost/</pre>",
					">http://localhost/wecom/callback/wecom</pre>",
					">http://localhost/wecom/callback/branch-office</pre>", "wecom.roles[0]: users: [zhaoliu]",
					"WECOM_REGISTRATION_BRANCH_OFFICE_ROLES_0_ROLE=ADMIN\n"
							+ "WECOM_REGISTRATION_BRANCH_OFFICE_ROLES_0_USERS=zhangsan</pre>",
					"wecom:\n  registration:\n    branch-office:\n      roles:\n        - role: ADMIN\n"
							+ "          users: [zhangsan]</pre>")
			.doesNotContain(SimulatedWeCom.SECRET, "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG");
		assertThat(page("zh")).bodyText().contains("接入配置", "尚未检查", "设置可信域名");
		assertThat(this.simulator.calls(SimulatedWeCom.GETTOKEN)).isZero();
	}

	@Test
	void whenChecksRunThenFindingsAreShownInTheReadersLanguage() {
		this.simulator.fail(SimulatedWeCom.GETTOKEN, 60020);
		assertThat(post("/setup/checks")).hasStatus3xxRedirection().hasRedirectedUrl("/setup");
		int calls = this.simulator.calls(SimulatedWeCom.GETTOKEN);
		assertThat(page("en")).bodyText()
			.containsSubsequence("To be corrected: ", "Failed", "Trusted IP", "What to do", "203.0.113.7", "企业可信IP",
					"https://developer.work.weixin.qq.com/document/path/")
			.contains("API calls", ">203.0.113.7</pre>", "Passed or not checked: ")
			.doesNotContain(SimulatedWeCom.SECRET);
		assertThat(page("zh")).bodyText().containsSubsequence("待处理：", "未通过", "处理方法", "203.0.113.7");
		assertThat(post("/setup/checks")).hasRedirectedUrl("/setup?recent");
		assertThat(this.simulator.calls(SimulatedWeCom.GETTOKEN)).isPositive().isEqualTo(calls);
	}

	@Test
	void whenMemberIsNamedThenTheRolesAreShownFirst() {
		assertThat(this.mvc.post()
			.uri("/setup/checks")
			.param("user-id", " zhaoliu ")
			.with(Visitors.member("ADMIN"))
			.with(csrf())
			.exchange()).hasRedirectedUrl("/setup");
		assertThat(page("en")).bodyText()
			.containsSubsequence("zhaoliu can sign in with the roles ADMIN", "Passed or not checked: ");
	}

	@Test
	void whenKeysAreGeneratedThenTheyAreShownOnce() throws Exception {
		Pattern lines = Pattern
			.compile("WECOM_CALLBACK_TOKEN=[0-9A-Za-z]{32}\nWECOM_CALLBACK_ENCODINGAESKEY=[0-9A-Za-z]{43}<");
		String first = post("/setup/callback-keys").getResponse().getContentAsString();
		String second = post("/setup/callback-keys").getResponse().getContentAsString();
		assertThat(lines.matcher(first).results().map((match) -> match.group())).hasSize(1);
		assertThat(lines.matcher(second).results().map((match) -> match.group())).hasSize(1)
			.doesNotContain(lines.matcher(first).results().findFirst().orElseThrow().group());
		assertThat(page("en")).bodyText().doesNotContain("WECOM_CALLBACK_TOKEN=");
	}

	@Test
	void whenAdministratorByRecheckOpensAdminThenSetUpCloses() {
		assertThat(this.mvc.get().uri("/admin").with(Visitors.member("USER")).exchange()).hasStatus(403);
		assertThat(this.administrator.hasSignedIn()).isFalse();
		assertThat(this.mvc.get().uri("/admin").with(Visitors.member("ADMIN")).exchange()).hasStatusOk();
		assertThat(this.administrator.hasSignedIn()).isTrue();
	}

	@Test
	void whenRequestIsForgedThenNothingIsChecked() {
		assertThat(this.mvc.post().uri("/setup/checks").with(Visitors.member("ADMIN")).exchange()).hasStatus(403);
		assertThat(this.mvc.post().uri("/setup/checks").with(Visitors.member("USER")).with(csrf()).exchange())
			.hasStatus(403);
		assertThat(this.simulator.calls(SimulatedWeCom.GETTOKEN)).isZero();
	}

	private MvcTestResult post(String uri) {
		return this.mvc.post()
			.uri(uri)
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.with(Visitors.member("ADMIN"))
			.with(csrf())
			.exchange();
	}

	private MvcTestResult page(String language) {
		return this.mvc.get()
			.uri("/setup")
			.header(HttpHeaders.ACCEPT_LANGUAGE, language)
			.with(Visitors.member("ADMIN"))
			.exchange();
	}

}
