package io.github.wecomlogin.app;

import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

@DemoTest(properties = { "wecom.allow.departments=1", "wecom.allow.positions=<u>" })
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
class AdminPageTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private SimulatedWeCom simulator;

	@Test
	void whenNothingWasNeededYetThenPageSaysThatNothingWasRead() {
		assertThat(admin("en")).hasStatusOk()
			.bodyText()
			.containsSubsequence("Cached directory data", "Departments", "not loaded yet", "Tag 7", "not loaded yet");
		assertThat(this.simulator.calls(SimulatedWeCom.DEPARTMENT_LIST)).isZero();
	}

	@Test
	void whenDirectoryWasReadThenPageSaysHowMuchAndWhen() {
		lookUp();
		assertThat(admin("en")).bodyText()
			.containsSubsequence("Departments", "6 departments", "loaded 20", "Tag 7", "1 member tagged directly",
					"loaded 20")
			.doesNotContain("not loaded yet", "Loading failed");
		assertThat(admin("zh")).bodyText().contains("6 个部门", "直接打标签的成员：1 人", "加载于 20");
	}

	@Test
	void whenDirectoryCannotBeReadThenPageSaysWhatToDo() {
		this.simulator.fail(SimulatedWeCom.TAG_GET, 60011);
		lookUp();
		assertThat(admin("en")).bodyText()
			.containsSubsequence("6 departments", "Tag 7", "Loading failed.", "console")
			.doesNotContain("Refresh failed", "cgi-bin");
		assertThat(admin("zh")).bodyText().contains("标签 7", "加载失败。", "管理后台");
	}

	@Test
	void whenThereAreRulesThenPageShowsThemAsTheyAreConfigured() {
		assertThat(admin("en")).bodyText()
			.containsSubsequence("Who can sign in", "departments: [1], positions: [&lt;u&gt;]", "wecom.allow",
					"Role rules", ">ADMIN<", "wecom.roles[0]", "users: [zhaoliu]", ">SECURITY<", "wecom.roles[5]",
					"departments: [311], positions: [安全工程师], match: all")
			.doesNotContain("<u>", "All members in the visible range");
	}

	@Test
	void whenPageIsForAdministratorsThenItsOwnScriptsMayRun() {
		assertThat(admin("en")).headers()
			.hasValue("Content-Security-Policy",
					"default-src 'none'; style-src 'self'; img-src 'self' https: data:; form-action 'self'; "
							+ "base-uri 'none'; frame-ancestors 'none'; script-src 'self'");
		assertThat(admin("en")).bodyText().containsPattern("<script src=\"/assets/times-[0-9a-f]+\\.js\" defer");
	}

	private void lookUp() {
		assertThat(this.mvc.post()
			.uri("/admin/roles")
			.param("user-id", "wangwu")
			.with(Visitors.member("ADMIN"))
			.with(csrf())).hasStatusOk();
	}

	private MvcTestResult admin(String language) {
		return this.mvc.get()
			.uri("/admin")
			.header(HttpHeaders.ACCEPT_LANGUAGE, language)
			.with(Visitors.member("ADMIN", "USER"))
			.exchange();
	}

}
