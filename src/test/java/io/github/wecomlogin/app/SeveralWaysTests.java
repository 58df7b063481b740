package io.github.wecomlogin.app;

import io.github.wecomlogin.user.WeComUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

@ApplicationTest(properties = { "wecom.registration.office.corp-id=ww0123456789abcdef",
		"wecom.registration.office.agent-id=1000007",
		"wecom.registration.office.secret=a-secret-that-no-page-may-show-0123456789ab",
		"wecom.registration.office.name=Head <Office>", "wecom.registration.factory.corp-id=wwfedcba9876543210",
		"wecom.registration.factory.agent-id=1000008",
		"wecom.registration.factory.secret=a-secret-that-no-page-may-show-either-01234",
		"wecom.registration.factory.scope=snsapi_privateinfo",
		"spring.security.oauth2.client.registration.github.client-id=id",
		"spring.security.oauth2.client.registration.github.client-secret=a-secret-of-github",
		"spring.security.oauth2.client.registration.batch.provider=github",
		"spring.security.oauth2.client.registration.batch.client-id=id",
		"spring.security.oauth2.client.registration.batch.authorization-grant-type=client_credentials" })
class SeveralWaysTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void whenThereAreSeveralWaysThenAllOfThemAreOffered() {
		MvcTestResult page = open("/login?return-to=/admin", Visitors.ON_DESKTOP);
		assertThat(page).bodyText()
			.containsSubsequence("/oauth2/authorization/office?return-to=%2Fadmin", "/oauth2/authorization/factory",
					"/oauth2/authorization/github")
			.contains("Sign in with Head &lt;Office&gt;", "Sign in with WeCom (factory)", "Sign in with GitHub")
			.doesNotContain("batch");
	}

	@Test
	void whenThereAreSeveralWaysThenNobodyIsSignedInWithoutChoosing() {
		assertThat(open("/login", Visitors.IN_WECOM)).hasStatusOk();
		assertThat(open("/admin", Visitors.IN_WECOM)).hasRedirectedUrl("/login?return-to=%2Fadmin");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?error=phone_browser", "?error=not_visible", "?error", "?logout" })
	void whenWeComDoesNotWorkInBrowserThenOtherWaysDo(String query) {
		assertThat(open("/login" + query, Visitors.ON_PHONE)).bodyText()
			.contains("<svg class=\"qr\"", "/oauth2/authorization/github", "Sign in with GitHub")
			.doesNotContain("/oauth2/authorization/office", "/oauth2/authorization/factory");
	}

	@Test
	void whenMemberIsSignedInThenHomeSaysWithWhich() {
		WeComUser user = WeComUser.withUserId("factory", "wwfedcba9876543210", "amy").build();
		assertThat(this.mvc.get().uri("/").header(HttpHeaders.ACCEPT_LANGUAGE, "en").with(Visitors.member(user)))
			.bodyText()
			.contains("Signed in with", "WeCom (factory)");
	}

	@Test
	void whenPersonIsNoMemberThenPagesWorkAllTheSame() {
		assertThat(this.mvc.get().uri("/").header(HttpHeaders.ACCEPT_LANGUAGE, "en").with(Visitors.gitHubUser()))
			.hasStatusOk()
			.bodyText()
			.contains("Octocat", "583231", "GitHub")
			.doesNotContain("Departments", "Roles", "Admin");
		assertThat(this.mvc.get().uri("/api/me").with(Visitors.gitHubUser())).bodyJson().isStrictlyEqualTo("""
				{"userId": "583231", "name": "Octocat", "registrationId": "github", "departments": [], "roles": []}
				""");
	}

	@Test
	void whenAdministratorAsksThenApplicationsAreListedWithoutSecrets() {
		assertThat(this.mvc.get().uri("/admin").with(Visitors.member("ADMIN"))).hasStatusOk()
			.bodyText()
			.contains("office", "ww0123456789abcdef", "1000007", "snsapi_base")
			.contains("factory", "wwfedcba9876543210", "1000008", "snsapi_privateinfo", "GitHub")
			.doesNotContain("secret");
	}

	@Test
	void whenAdministratorLooksUpMemberThenApplicationIsChosen() {
		assertThat(
				this.mvc.get().uri("/admin").header(HttpHeaders.ACCEPT_LANGUAGE, "en").with(Visitors.member("ADMIN")))
			.bodyText()
			.contains("<select name=\"registration\"", "<option value=\"office\"", "Head &lt;Office&gt;",
					"<option value=\"factory\"", "WeCom (factory)")
			.doesNotContain("<option value=\"github\"");
		assertThat(this.mvc.post()
			.uri("/admin/roles")
			.param("registration", "factory")
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.with(Visitors.member("ADMIN"))
			.with(csrf())).bodyText().contains("Please enter a user ID.", "selected=\"selected\">WeCom (factory)");
		assertThat(this.mvc.post()
			.uri("/admin/roles")
			.param("registration", "github")
			.param("user-id", "amy")
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.with(Visitors.member("ADMIN"))
			.with(csrf())).bodyText().contains("Please choose an application from the list.");
	}

	private MvcTestResult open(String uri, String userAgent) {
		return this.mvc.get()
			.uri(uri)
			.header(HttpHeaders.USER_AGENT, userAgent)
			.header(HttpHeaders.ACCEPT_LANGUAGE, "en")
			.exchange();
	}

}
