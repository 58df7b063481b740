package com.example.api;

import java.net.http.HttpResponse;

import com.example.Browser;
import io.github.wecomlogin.session.WeComSessions;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.test.WeComSimulatorExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ApiApplicationTests {

	@RegisterExtension
	static final WeComSimulatorExtension wecom = new WeComSimulatorExtension();

	@LocalServerPort
	private int port;

	@Autowired
	@Qualifier("api")
	private SecurityFilterChain api;

	@Autowired
	@Qualifier("pages")
	private SecurityFilterChain pages;

	private Browser browser;

	@DynamicPropertySource
	static void wecom(DynamicPropertyRegistry registry) {
		wecom.configure(registry::add);
	}

	@BeforeEach
	void openBrowser() {
		this.browser = new Browser(this.port);
	}

	@Test
	void whenAnonymousThenTheApisOwnAnswer() {
		HttpResponse<String> response = this.browser.open("/api/who");
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.body()).isEqualTo("the API's own answer");
		assertThat(this.browser.with("Accept", "application/json").open("/api/who").body())
			.isEqualTo("the API's own answer");
	}

	@Test
	void whenSignedInOnAPageThenApiKnowsTheMember() {
		wecom.simulator().signInAs("zhaoliu");
		assertThat(this.browser.open("/").body()).isEqualTo("zhaoliu");
		HttpResponse<String> response = this.browser.open("/api/who");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("zhaoliu");
		this.browser.signOut();
		assertThat(this.browser.open("/api/who").statusCode()).isEqualTo(401);
	}

	@Test
	void whenSessionIsEndedThenApiDoesNotKnowTheMemberAnyMore(@Autowired WeComSessions sessions) {
		wecom.simulator().signInAs("zhaoliu");
		this.browser.open("/");
		assertThat(this.browser.open("/api/who").statusCode()).isEqualTo(200);
		assertThat(sessions.endAll(SimulatedWeCom.CORP_ID, "zhaoliu")).isOne();
		assertThat(this.browser.open("/api/who").statusCode()).isEqualTo(401);
	}

	@Test
	void whenChainHasNoLoginThenOnlySessionsAreChecked() {
		assertThat(this.api.getFilters()).map((filter) -> filter.getClass().getName())
			.filteredOn((name) -> name.contains("wecomlogin") || name.contains("OAuth2"))
			.isNotEmpty()
			.allMatch((name) -> name.endsWith(".SessionCheckFilter"));
		assertThat(this.pages.getFilters())
			.anySatisfy((filter) -> assertThat(filter.getClass().getName()).contains("OAuth2Login"));
	}

}
