package com.example.beans;

import com.example.Browser;
import com.example.SimulatedGitHub;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.wecomlogin.test.WeComSimulatorExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class BeansApplicationTests {

	@RegisterExtension
	static final WeComSimulatorExtension wecom = new WeComSimulatorExtension();

	@RegisterExtension
	static final WireMockExtension github = SimulatedGitHub.extension();

	@LocalServerPort
	private int port;

	private Browser browser;

	@DynamicPropertySource
	static void providers(DynamicPropertyRegistry registry) {
		wecom.configure(registry::add);
		SimulatedGitHub.configure(github, registry);
	}

	@BeforeEach
	void openBrowser() {
		SimulatedGitHub.answer(github);
		this.browser = new Browser(this.port);
	}

	@Test
	void whenSignedInWithWeComThenWeComUserWithMappedAuthorities() {
		wecom.simulator().signInAs("zhaoliu");
		assertThat(this.browser.open("/oauth2/authorization/wecom?return-to=/who").body())
			.isEqualTo("WeComUser zhaoliu ROLE_STAFF ROLE_USER");
	}

	@Test
	void whenSignedInWithGitHubThenByTheUserServiceBean() {
		this.browser.open("/who");
		assertThat(this.browser.open("/oauth2/authorization/github").body())
			.isEqualTo("DefaultOAuth2User octocat ROLE_GITHUB ROLE_STAFF");
	}

	@Test
	void whenWeComRefusesThenChoiceWithTheReason() {
		wecom.simulator().signInAs("sunqi");
		assertThat(this.browser.open("/oauth2/authorization/wecom").body()).contains("Your account is not active")
			.contains("Sign in with GitHub");
	}

}
