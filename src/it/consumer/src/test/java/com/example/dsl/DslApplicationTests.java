package com.example.dsl;

import java.net.http.HttpResponse;

import com.example.Browser;
import com.example.SimulatedGitHub;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.test.WeComSimulatorExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class DslApplicationTests {

	@RegisterExtension
	static final WeComSimulatorExtension wecom = new WeComSimulatorExtension();

	@RegisterExtension
	static final WireMockExtension github = SimulatedGitHub.extension();

	@LocalServerPort
	private int port;

	@Autowired
	private RecordingAuthorizationRequestRepository authorizationRequests;

	private Browser browser;

	@DynamicPropertySource
	static void providers(DynamicPropertyRegistry registry) {
		wecom.configure(registry::add);
		SimulatedGitHub.configure(github, registry);
	}

	@BeforeEach
	void openBrowser() {
		SimulatedGitHub.answer(github);
		this.authorizationRequests.uses().clear();
		this.browser = new Browser(this.port);
	}

	@Test
	void whenAnonymousThenChoiceOfBothProviders() {
		HttpResponse<String> response = this.browser.open("/who");
		assertThat(response.uri()).hasPath("/login");
		assertThat(response.body()).contains("href=\"/oauth2/authorization/wecom", "Sign in with WeCom")
			.contains("href=\"/oauth2/authorization/github", "Sign in with GitHub");
	}

	@Test
	void whenSignedInWithWeComThenWeComUserWithMappedAuthorities() {
		wecom.simulator().signInAs("zhaoliu");
		assertThat(this.browser.open("/oauth2/authorization/wecom?return-to=/who").body())
			.isEqualTo("WeComUser zhaoliu ROLE_STAFF ROLE_USER");
		assertThat(this.authorizationRequests.uses()).isEmpty();
	}

	@Test
	void whenSignedInWithGitHubThenByTheChainsOwnParts() {
		assertThat(this.browser.open("/who").uri()).hasPath("/login");
		HttpResponse<String> response = this.browser.open("/oauth2/authorization/github");
		assertThat(response.uri()).hasPath("/who");
		assertThat(response.body()).isEqualTo("DefaultOAuth2User octocat ROLE_GITHUB ROLE_STAFF");
		assertThat(this.authorizationRequests.uses()).containsExactly("save github", "remove github");
	}

	@Test
	void whenOneAfterTheOtherThenEachItsOwnUser() {
		this.browser.open("/oauth2/authorization/github");
		assertThat(this.browser.open("/who").body()).contains("octocat");
		wecom.simulator().signInAs("zhaoliu");
		this.browser.open("/oauth2/authorization/wecom");
		assertThat(this.browser.open("/who").body()).contains("zhaoliu");
	}

	@Test
	void whenCancelledThenChainsOwnFailureUrl() {
		wecom.simulator().cancelSignIns(true);
		assertThat(this.browser.open("/oauth2/authorization/wecom").uri()).hasPath("/oops").hasNoQuery();
		assertThat(this.browser.open("/who").uri()).hasPath("/login");
	}

	@Test
	void whenOutsiderThenChainsOwnFailureUrl() {
		wecom.simulator().signInAs(SimulatedWeCom.OUTSIDER);
		this.browser.with("User-Agent", "Mozilla/5.0 wxwork/4.1.20 MicroMessenger/7.0");
		assertThat(this.browser.open("/oauth2/authorization/wecom").uri()).hasPath("/oops").hasNoQuery();
		assertThat(this.browser.open("/who").uri()).hasPath("/login");
	}

	@Test
	void whenGitHubRefusesThenChainsOwnFailureUrl() {
		github.resetAll();
		assertThat(this.browser.open("/login/oauth2/code/github?error=access_denied&state=x").uri()).hasPath("/oops");
	}

}
