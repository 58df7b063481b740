package com.example.plain;

import java.net.http.HttpResponse;

import com.example.Browser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.test.WeComSimulatorExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class PlainApplicationTests {

	@RegisterExtension
	static final WeComSimulatorExtension wecom = new WeComSimulatorExtension();

	@LocalServerPort
	private int port;

	private Browser browser;

	@DynamicPropertySource
	static void wecom(DynamicPropertyRegistry registry) {
		wecom.configure(registry::add);
	}

	@BeforeEach
	void openBrowser() {
		this.browser = new Browser(this.port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/hello", "/no-such-page", "/error" })
	void whenAnonymousThenEveryPageLeadsToWeCom(String path) {
		HttpResponse<String> response = this.browser.open(path);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.uri().toString()).startsWith(wecom.simulator().webLoginUrl());
		assertThat(response.body()).contains("zhaoliu");
	}

	@Test
	void whenSignedInThenAtThePageFirstAskedFor() {
		wecom.simulator().signInAs("zhaoliu");
		HttpResponse<String> response = this.browser.open("/hello?greeting=Hi");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("Hi zhaoliu");
		assertThat(response.uri()).hasPath("/hello").hasQuery("greeting=Hi");
		wecom.simulator().signInAs(null);
		assertThat(this.browser.open("/").body()).isEqualTo("home");
	}

	@Test
	void whenSignedInInsideWeComThenToo() {
		wecom.simulator().signInAs("zhaoliu");
		HttpResponse<String> response = this.browser.with("User-Agent", "Mozilla/5.0 wxwork/4.1.20 MicroMessenger/7.0")
			.open("/hello");
		assertThat(response.body()).isEqualTo("Hello zhaoliu");
		assertThat(wecom.simulator().calls(SimulatedWeCom.AUTHORIZE)).isEqualTo(1);
	}

	@Test
	void whenJsonIsWantedThen401ThatSaysWhereToSignIn() {
		HttpResponse<String> response = this.browser.with("Accept", "application/json").open("/hello");
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("application/problem+json"));
		assertThat(response.body()).contains("\"code\":\"sign_in_required\"")
			.contains("\"signInUrl\":\"/oauth2/authorization/wecom\"");
	}

	@Test
	void whenSignedOutThenSignedOutUntilAClick() {
		wecom.simulator().signInAs("zhaoliu");
		assertThat(this.browser.open("/hello").body()).isEqualTo("Hello zhaoliu");
		assertThat(this.browser.signOut().body()).contains("You have signed out");
		HttpResponse<String> response = this.browser.open("/hello");
		assertThat(response.uri()).hasPath("/login");
		assertThat(response.body()).contains("You have signed out")
			.contains("href=\"/oauth2/authorization/wecom?return-to=%2Fhello\"");
		assertThat(this.browser.open("/oauth2/authorization/wecom?return-to=%2Fhello").body())
			.isEqualTo("Hello zhaoliu");
	}

	@ParameterizedTest
	@CsvSource({ "en, Your account is not active", "zh-CN, 您的账号当前不可用" })
	void whenRefusedThenPageInTheVisitorsLanguage(String language, String title) {
		wecom.simulator().signInAs("sunqi");
		HttpResponse<String> response = this.browser.with("Accept-Language", language).open("/hello");
		assertThat(response.uri()).hasPath("/login");
		assertThat(response.uri().getQuery()).matches("error=not_active&ref=[0-9A-Z]{8}");
		assertThat(response.body()).contains(title);
		assertThat(this.browser.with("Accept", "application/json").open("/hello").statusCode()).isEqualTo(401);
	}

}
