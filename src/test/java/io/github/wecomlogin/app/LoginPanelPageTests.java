package io.github.wecomlogin.app;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WeCom's login panel in the sign-in page of the application.
 */
@ApplicationTest
@TestPropertySource(properties = "wecom.login-panel.enabled=true")
class LoginPanelPageTests {

	private static final String SCRIPT = "https://wwcdn.weixin.qq.com/node/wework/wwopen/js/wecom-jssdk-2.4.0.js";

	@Autowired
	private MockMvcTester mvc;

	@Test
	void whenOpenedOnDesktopThenPanelAndLinkAreShown() {
		MvcTestResult page = open(Visitors.ON_DESKTOP);
		assertThat(page).bodyText()
			.contains("data-params=\"{&quot;login_type&quot;:&quot;CorpApp&quot;", "<script src=\"" + SCRIPT + "\">",
					"href=\"/oauth2/authorization/wecom?return-to=%2Fadmin\"");
		assertThat(page.getResponse().getHeader("Content-Security-Policy")).startsWith("default-src 'none'; ")
			.contains("; script-src " + SCRIPT + " 'sha256-")
			.endsWith("; frame-src https://login.work.weixin.qq.com");
		assertThat(page).hasHeader("Referrer-Policy", "strict-origin").hasHeader("Refresh", "540").cookies().hasSize(1);
	}

	@Test
	void whenOpenedOnPhoneThenThereIsNoPanel() {
		assertThat(open(Visitors.ON_PHONE)).bodyText().doesNotContain("wecom-panel", SCRIPT);
		assertThat(open(Visitors.ON_PHONE)).doesNotContainHeader("Refresh");
	}

	private MvcTestResult open(String userAgent) {
		return this.mvc.get()
			.uri("/login?return-to=/admin")
			.header(HttpHeaders.USER_AGENT, userAgent)
			.header(HttpHeaders.ACCEPT, "text/html")
			.exchange();
	}

}
