package io.github.wecomlogin.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Paths of a sign-in where an application or a proxy has other ones than usual, and
 * signing out.
 */
class PathsOfSignInTests {

	@ParameterizedTest
	@ValueSource(strings = { "/staff/login/*", "/staff/{registrationId}/callback" })
	void whenChainHasItsOwnBaseUrisThenSignInStaysWithinIt(String callback) {
		OwnBaseUris.callback = callback;
		try (RunningApplication application = new RunningApplication(OwnBaseUris.class)) {
			application.wecom().signInAs("zhangsan");
			TestBrowser browser = application.desktop();
			assertThat(browser.open("/staff/page?a=b").uri().toString()).endsWith("/staff/page?a=b");
			assertThat(browser.visited())
				.anyMatch((uri) -> uri.getPath().equals(callback.replaceAll("\\*|\\{.*}", "wecom")));
			assertThat(application.desktop().with("Accept", "application/json").get("/staff/page").body())
				.contains("\"signInUrl\":\"/staff/sso/wecom\"");
			assertThat(application.desktop().open("/staff/sso/wecom?return-to=/staff/sso/%77ecom").uri().getPath())
				.isEqualTo("/");
		}
	}

	@Test
	void whenChainHasItsOwnBaseUrisThenRefusalsStayWithinIt() {
		OwnBaseUris.callback = "/staff/login/*";
		try (RunningApplication application = new RunningApplication(OwnBaseUris.class)) {
			application.wecom().signInAs(SimulatedWeCom.OUTSIDER);
			HttpResponse<String> refused = application.desktop().open("/staff/page");
			assertThat(refused.uri().toString()).contains("/staff/sso?error=outsider&ref=");
			assertThat(refused.statusCode()).isEqualTo(200);
			assertThat(refused.body()).contains("href=\"/staff/sso/wecom\"");
			assertThat(TestBrowser.location(application.desktop().get("/staff/login/wecom?code=c&state=a1")))
				.endsWith("/staff/sso/wecom?restart");
			HttpResponse<String> unknown = application.desktop().get("/staff/sso/nope");
			assertThat(unknown.statusCode()).isEqualTo(404);
			assertThat(unknown.body()).contains("href=\"/staff/sso\"");
		}
	}

	@Test
	void whenBaseUrlHasAPathThenEveryRedirectHasIt() {
		try (RunningApplication application = new RunningApplication("wecom.base-url=https://portal.example.com/hr")) {
			TestBrowser browser = application.desktop();
			assertThat(TestBrowser.location(browser.get("/page"))).startsWith(application.wecom().webLoginUrl())
				.contains("&redirect_uri=https%3A%2F%2Fportal.example.com%2Fhr%2Flogin%2Foauth2%2Fcode%2Fwecom&");
			assertThat(TestBrowser.location(application.desktop().get("/login/oauth2/code/wecom?code=c&state=a1")))
				.isEqualTo("/hr/oauth2/authorization/wecom?restart");
			assertThat(TestBrowser.location(browser.get("/login/oauth2/code/wecom?code=c&state=!")))
				.startsWith("/hr/login?error=attempt_mismatch&ref=");
			assertThat(TestBrowser.location(application.desktop().get("/login/oauth2/code/nope?code=c&state=a1")))
				.isEqualTo("/hr/login?error");
			assertThat(TestBrowser.location(application.desktop().post("/logout", ""))).isEqualTo("/hr/login?logout");
			assertThat(application.desktop().with("Accept", "application/json").get("/page").body())
				.contains("\"signInUrl\":\"/hr/oauth2/authorization/wecom\"");
			assertThat(application.desktop().get("/login?return-to=/hr/page").body())
				.contains("href=\"/hr/oauth2/authorization/wecom?return-to=%2Fhr%2Fpage\"");
		}
	}

	@Test
	void whenAddressIsFixedThenHostHeaderIsInNoRedirect() {
		try (RunningApplication application = new RunningApplication("wecom.base-url=https://hr.example.com")) {
			for (String path : List.of("/page", "/login/oauth2/code/wecom?code=c&state=a1",
					"/login/oauth2/code/wecom?code=c&state=!", "/login/oauth2/code/nope?code=c&state=a1",
					"/oauth2/authorization/wecom?logout", "/oauth2/authorization/wecom")) {
				assertThat(getWithHost(application, path)).as(path)
					.startsWith("HTTP/1.1 302")
					.contains("Location: ")
					.doesNotContain("evil.example");
			}
		}
	}

	@Test
	void whenRegistrationIsUnknownThenAPageSaysSo() {
		try (RunningApplication application = new RunningApplication()) {
			HttpResponse<String> page = application.desktop().get("/oauth2/authorization/nope");
			assertThat(page.statusCode()).isEqualTo(404);
			assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
			assertThat(page.body()).contains("This sign-in does not exist", "href=\"/login\"").doesNotContain("nope");
			HttpResponse<String> problem = application.desktop()
				.with("Accept", "application/json")
				.get("/oauth2/authorization/nope");
			assertThat(problem.statusCode()).isEqualTo(404);
			assertThat(problem.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
		}
	}

	@Test
	void whenSessionEndedThenSigningOutDoesNotSignIn() {
		try (RunningApplication application = new RunningApplication()) {
			TestBrowser browser = application.signedIn(application.inWeCom(), "zhangsan");
			String csrf = browser.get("/csrf").body();
			browser.setCookie("JSESSIONID", "gone");
			browser.forgetAttempts();
			HttpResponse<String> signedOut = browser.post("/logout", csrf);
			assertThat(browser.open(TestBrowser.location(signedOut)).body()).contains("You have signed out");
			assertThat(browser.open("/page").uri().getPath()).isEqualTo("/login");
			assertThat(application.inWeCom().open("/logout").uri().getPath()).isIn("/logout", "/login");
			assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).isEqualTo(1);
		}
	}

	@Test
	void whenLogoutHasItsOwnPathThenSigningOutDoesNotSignIn() {
		try (RunningApplication application = new RunningApplication(OwnLogout.class)) {
			assertThat(TestBrowser.location(application.inWeCom().post("/bye", "_csrf=old")))
				.endsWith("/signin?logout");
			assertThat(TestBrowser.location(application.inWeCom().get("/bye"))).endsWith("/signin?logout");
			TestBrowser browser = application.inWeCom();
			application.wecom().signInAs("zhangsan");
			browser.open("/oauth2/authorization/wecom");
			assertThat(browser.get("/page").statusCode()).isEqualTo(200);
			assertThat(browser.post("/bye", "_csrf=wrong").statusCode()).isEqualTo(403);
		}
	}

	@Test
	void whenSignInPageIsAskedForByHeadThenItAnswersAsToGet() {
		try (RunningApplication application = new RunningApplication()) {
			HttpResponse<String> get = application.inWeCom().get("/login");
			HttpResponse<String> head = application.inWeCom().send("HEAD", "/login", null);
			assertThat(head.statusCode()).isEqualTo(get.statusCode()).isEqualTo(200);
			assertThat(head.headers().firstValue("Content-Length")).isPresent()
				.isEqualTo(get.headers().firstValue("Content-Length"));
			assertThat(head.headers().firstValue("Content-Type")).isEqualTo(get.headers().firstValue("Content-Type"));
		}
	}

	private static String getWithHost(RunningApplication application, String address) {
		try (Socket socket = new Socket("127.0.0.1", application.port())) {
			String request = "GET " + address + " HTTP/1.1\r\nHost: evil.example\r\nUser-Agent: " + TestBrowser.DESKTOP
					+ "\r\nAccept: text/html\r\nConnection: close\r\n\r\n";
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class OwnBaseUris {

		private static String callback;

		@Bean
		@Order(1)
		SecurityFilterChain staff(HttpSecurity http) {
			return http.securityMatcher("/staff/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login((login) -> login.authorizationEndpoint((endpoint) -> endpoint.baseUri("/staff/sso"))
					.redirectionEndpoint((endpoint) -> endpoint.baseUri(callback)))
				.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain everythingElse(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

		@Bean
		StaffController staffController() {
			return new StaffController();
		}

	}

	@RestController
	static class StaffController {

		@GetMapping("/staff/page")
		String page() {
			return "staff";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class OwnLogout {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/error").permitAll().anyRequest().authenticated())
				.logout((logout) -> logout.logoutUrl("/bye"))
				.oauth2Login((login) -> login.loginPage("/signin").permitAll())
				.build();
		}

		@Bean
		ReturnToPageTests.SignInController signInController() {
			return new ReturnToPageTests.SignInController();
		}

	}

}
