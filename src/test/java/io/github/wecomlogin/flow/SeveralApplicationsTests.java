package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.SessionRecorder;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two applications of WeCom in one: a choice, and rules that stay apart.
 */
class SeveralApplicationsTests {

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication("wecom.name=总部", "wecom.roles[0].role=ADMIN",
				"wecom.roles[0].users=zhangsan", "wecom.registration.branch.name=<Branch>",
				"wecom.registration.branch.corp-id=" + SimulatedWeCom.CORP_ID,
				"wecom.registration.branch.agent-id=" + SimulatedWeCom.AGENT_ID,
				"wecom.registration.branch.secret=" + SimulatedWeCom.SECRET);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
		application.wecom().signInAs("zhangsan");
	}

	@ParameterizedTest
	@ValueSource(strings = { TestBrowser.DESKTOP, TestBrowser.WECOM })
	void whenThereAreTwoThenTheChoiceIsShown(String userAgent) {
		HttpResponse<String> response = application.browser(userAgent).open("/page/one");
		assertThat(response.uri().getPath()).isEqualTo("/login");
		assertThat(response.body()).contains("Choose how to sign in", "Sign in with 总部", "Sign in with &lt;Branch&gt;",
				"/oauth2/authorization/wecom?return-to=%2Fpage%2Fone",
				"/oauth2/authorization/branch?return-to=%2Fpage%2Fone");
		assertThat(application.bean(SessionRecorder.class).created()).isZero();
	}

	@Test
	void whenScriptAsksThenItIsSentToTheChoice() {
		assertThat(application.desktop().with("Accept", "application/json").get("/page").body())
			.contains("\"signInUrl\":\"/login\"");
	}

	@Test
	void whenOneIsChosenThenItsRulesHold() {
		assertThat(application.desktop().open("/oauth2/authorization/wecom").body()).contains("ROLE_ADMIN",
				"\"registrationId\":\"wecom\"");
		assertThat(application.desktop().open("/oauth2/authorization/branch").body())
			.contains("\"registrationId\":\"branch\"")
			.doesNotContain("ROLE_ADMIN");
	}

	@Test
	void whenCallbackOfOneComesToTheOtherThenRefused() {
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/oauth2/authorization/wecom", "/login/oauth2/code/");
		HttpResponse<String> response = browser.open(callback.replace("/code/wecom", "/code/branch"));
		assertThat(response.uri().toString()).contains("/login?error=attempt_mismatch&ref=");
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).isZero();
	}

}
