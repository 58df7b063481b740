package io.github.wecomlogin.session;

import java.net.http.HttpResponse;

import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Members who are anonymous again less than a minute after signing in: only a session
 * cookie that the browser does not send says that cookies are blocked.
 */
@ExtendWith(OutputCaptureExtension.class)
class LostSessionTests {

	private static final String CALLBACK = "/login/oauth2/code/";

	@Test
	void whenApplicationIsDeployedAgainThenMemberSignsInAgain(CapturedOutput output) {
		try (RunningApplication application = new RunningApplication()) {
			TestBrowser browser = application.signedIn(application.inWeCom(), "zhangsan");
			browser.setCookie("JSESSIONID", "0123456789ABCDEF0123456789ABCDEF");
			assertThat(browser.get("/login").body()).doesNotContain("Cookies are blocked");
			assertThat(browser.open("/page/one").uri().getPath()).isEqualTo("/page/one");
			assertThat(output).doesNotContain("anonymous again right after signing in");
		}
	}

	@Test
	void whenSessionIsLostThenMemberIsToldDespiteAForeignCookie() {
		try (RunningApplication application = new RunningApplication(Stateless.class)) {
			application.wecom().signInAs("zhangsan");
			TestBrowser browser = application.inWeCom();
			browser.setCookie("JSESSIONID", "0123456789ABCDEF0123456789ABCDEF");
			HttpResponse<String> response = browser.open("/page");
			assertThat(response.uri().getPath()).isEqualTo("/login");
			assertThat(response.body()).contains("Cookies are blocked");
			assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).isEqualTo(2);
		}
	}

	@Test
	void whenApplicationFailsDuringSignInThenCookiesAreNotBlamed(CapturedOutput output) {
		try (RunningApplication application = new RunningApplication(FailingListener.class)) {
			application.wecom().signInAs("zhangsan");
			TestBrowser browser = application.inWeCom();
			String callback = browser.openUntil("/page", CALLBACK);
			browser.get(callback);
			assertThat(browser.cookie("JSESSIONID")).isNull();
			assertThat(browser.get("/login").body()).doesNotContain("Cookies are blocked");
			assertThat(TestBrowser.location(browser.get("/page"))).doesNotContain("cookies_blocked");
			assertThat(output).doesNotContain("anonymous again right after signing in");
		}
	}

	@Test
	void whenErrorPageIsAskedForThenCookiesAreNotBlamed(CapturedOutput output) {
		try (RunningApplication application = new RunningApplication(PublicFailure.class)) {
			TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
			browser.forget("JSESSIONID");
			HttpResponse<String> response = browser.get("/public");
			assertThat(TestBrowser.location(response)).endsWith("/oauth2/authorization/wecom");
			assertThat(output).doesNotContain("anonymous again right after signing in");
		}
	}

	@Test
	void whenTwoApplicationsDifferInPortsThenNeitherKnowsTheOther() {
		try (RunningApplication hr = new RunningApplication("server.servlet.session.cookie.name=HR");
				RunningApplication crm = hr.another(ProtectedApplication.class,
						"server.servlet.session.cookie.name=CRM")) {
			TestBrowser atHr = hr.signedIn(hr.desktop(), "zhangsan");
			TestBrowser atCrm = crm.desktop().withCookiesOf(atHr);
			assertThat(TestBrowser.location(atCrm.get("/page"))).startsWith(crm.wecom().webLoginUrl());
			assertThat(atCrm.open("/page/one").uri()).hasToString(crm.url() + "/page/one");
			hr.signOut(atHr.withCookiesOf(atCrm));
			assertThat(crm.desktop().withCookiesOf(atHr).get("/page").statusCode()).isEqualTo(200);
			TestBrowser anonymous = crm.desktop().withCookiesOf(atHr);
			anonymous.forget("CRM");
			anonymous.forgetAttempts();
			assertThat(anonymous.open("/page").statusCode()).isEqualTo(200);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class Stateless {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
				.oauth2Login(withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class FailingListener {

		@Bean
		ApplicationListener<AuthenticationSuccessEvent> listener() {
			return (event) -> {
				throw new IllegalStateException("cannot go on");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class PublicFailure {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/public").permitAll().anyRequest().authenticated())
				.oauth2Login(withDefaults())
				.build();
		}

	}

}
