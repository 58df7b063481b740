package io.github.wecomlogin.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.wecomlogin.attempt.ReturnTarget;
import io.github.wecomlogin.fixture.MovableClock;
import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Members come back to the page that they asked for, whatever the application's chain
 * looks like.
 */
class ReturnToPageTests {

	private static final String CHINESE = "/page/one?q=%E4%B8%AD%E6%96%87";

	/**
	 * An application without a chain of its own.
	 */
	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
	}

	@Test
	void whenHandlerReadsSessionsRequestCacheThenEachTabHasItsPage() {
		for (Class<?> handler : List.of(DerivedHandler.class, HandlerWithOwnCache.class)) {
			try (RunningApplication own = new RunningApplication(handler)) {
				own.wecom().signInAs("zhangsan");
				TestBrowser browser = own.desktop();
				String first = browser.openUntil("/page/first?a=b", "/login/oauth2/code/");
				browser.openUntil("/page/second", "/login/oauth2/code/");
				assertThat(browser.open(first).uri().toString()).contains("/page/first?a=b");
				assertThat(browser.open("/page/third").uri().getPath()).isEqualTo("/page/third");
			}
		}
	}

	@Test
	void whenFormIsBesideThenEachTabHasItsPage() {
		for (Class<?> chain : List.of(Form.class, FormWithDerivedHandler.class)) {
			try (RunningApplication own = new RunningApplication(chain)) {
				own.wecom().signInAs("zhangsan");
				TestBrowser browser = own.desktop();
				browser.open("/page/first");
				String first = browser.openUntil("/oauth2/authorization/wecom", "/login/oauth2/code/");
				HttpResponse<String> form = browser.open("/page/second");
				assertThat(browser.open(first).uri().getPath()).isEqualTo("/page/first");
				TestBrowser other = own.desktop();
				form = other.open("/page/second");
				String csrf = form.body().replaceAll("(?s).*name=\"_csrf\".*?value=\"([^\"]+)\".*", "$1");
				HttpResponse<String> signedIn = other.post("/login", "username=u&password=p&_csrf=" + csrf);
				assertThat(TestBrowser.location(signedIn)).contains("/page/second");
			}
		}
	}

	@Test
	void whenSignInPageIsTheChainsThenEachTabHasItsPage() {
		try (RunningApplication own = new RunningApplication(OwnPage.class)) {
			own.wecom().signInAs("zhangsan");
			TestBrowser browser = own.desktop();
			HttpResponse<String> firstPage = browser.open("/page/first");
			assertThat(firstPage.statusCode()).isEqualTo(200);
			assertThat(firstPage.uri().toString()).endsWith("/signin?return-to=%2Fpage%2Ffirst");
			browser.open("/page/second");
			browser.with("Referer", firstPage.uri().toString());
			assertThat(browser.open("/oauth2/authorization/wecom").uri().getPath()).isEqualTo("/page/first");
		}
	}

	@Test
	void whenSignInPageIsTheChainsThenItTakesTheLanguage() {
		try (RunningApplication own = new RunningApplication(OwnPage.class)) {
			TestBrowser browser = own.desktop();
			HttpResponse<String> page = browser.get("/signin?error=busy&ref=7K3M9PQX&lang=zh&return-to=%2Fpage");
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.headers().allValues("Set-Cookie")).singleElement().asString().startsWith("wecom_lang=zh;");
			assertThat(TestBrowser.location(browser.get("/oauth2/authorization/wecom"))).contains("&lang=zh");
		}
	}

	@Test
	void whenQrCodeIsOlderThanAttemptThenMemberStillComesToThePage() {
		try (RunningApplication own = new RunningApplication(OldQrCode.class)) {
			own.wecom().signInAs("zhangsan");
			TestBrowser browser = own.desktop();
			String callback = browser.openUntil(CHINESE, "/login/oauth2/code/");
			own.bean(MovableClock.class).advance(Duration.ofMinutes(25));
			HttpResponse<String> restarted = browser.get(callback);
			own.bean(MovableClock.class).advance(Duration.ofMinutes(-25));
			assertThat(TestBrowser.location(restarted)).contains("/oauth2/authorization/wecom?restart&");
			assertThat(browser.open(TestBrowser.location(restarted)).uri().toString()).endsWith(CHINESE);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/page/one?q=%E4%B8%AD%E6%96%87", "/page/one?a=b&c=%26%2B%25" })
	void whenPageIsNotAsciiThenItOpens(String page) {
		application.wecom().signInAs("zhangsan");
		TestBrowser browser = application.desktop();
		assertThat(browser.open(page).uri().toString()).endsWith(page);
		assertThat(application.desktop()
			.open("/oauth2/authorization/wecom?return-to=" + ReturnTarget.asParameter(page))
			.uri()
			.toString()).endsWith(page);
	}

	@Test
	void whenLinkHasTwoThousandCharactersThenItOpens() {
		application.wecom().signInAs("zhangsan");
		for (String page : List.of("/page/one?q=" + "%E4%B8%AD".repeat(220), "/page/one?q=" + "x".repeat(1985))) {
			TestBrowser browser = application.desktop();
			String first = browser.openUntil(page, "/login/oauth2/code/");
			browser.openUntil("/page/two?q=" + "y".repeat(300), "/login/oauth2/code/");
			assertThat(browser.open(first).uri().toString()).endsWith(page);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "%", "%zz", "/page%zz", "/page%25zz", "/%E4%B8", "%00", "/page&other=%zz" })
	void whenReturnToIsMalformedThenItIsIgnored(String returnTo) {
		String started = raw("/oauth2/authorization/wecom?return-to=" + returnTo);
		assertThat(started).contains("Location: " + application.wecom().webLoginUrl()).contains("wecom_attempt_");
		assertThat(raw("/login?return-to=" + returnTo)).startsWith("HTTP/1.1 200")
			.contains("href=\"/oauth2/authorization/wecom\"");
	}

	@Test
	void whenSessionOfAFormEndedThenMemberComesBackToIt() {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		String csrf = browser.get("/csrf").body();
		browser.setCookie("JSESSIONID", "gone");
		browser.forgetAttempts();
		browser.with("Referer", application.url() + "/page/form?id=7");
		HttpResponse<String> response = browser.post("/page/save", csrf);
		assertThat(browser.open(TestBrowser.location(response)).uri().toString()).endsWith("/page/form?id=7");
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).isEqualTo(2);
	}

	/**
	 * Sends what no URL class lets through.
	 */
	private static String raw(String address) {
		try (Socket socket = new Socket("127.0.0.1", application.port())) {
			String request = "GET " + address + " HTTP/1.1\r\nHost: 127.0.0.1:" + application.port()
					+ "\r\nUser-Agent: " + TestBrowser.DESKTOP + "\r\nAccept: text/html\r\nConnection: close\r\n\r\n";
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static SecurityFilterChain chain(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated()).build();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class DerivedHandler {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			http.oauth2Login((login) -> login.successHandler(new SavedRequestAwareAuthenticationSuccessHandler() {
			}));
			return chain(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class HandlerWithOwnCache {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			http.oauth2Login((login) -> login.successHandler((request, response, authentication) -> {
				var saved = new HttpSessionRequestCache().getRequest(request, response);
				response.sendRedirect((saved != null) ? saved.getRedirectUrl() : "/");
			}));
			return chain(http);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class Form {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			http.formLogin(withDefaults()).oauth2Login(withDefaults());
			return chain(http);
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(User.withUsername("u").password("{noop}p").roles("USER").build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class FormWithDerivedHandler {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			http.formLogin(withDefaults())
				.oauth2Login((login) -> login.successHandler(new SavedRequestAwareAuthenticationSuccessHandler()));
			return chain(http);
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(User.withUsername("u").password("{noop}p").roles("USER").build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class OwnPage {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			http.oauth2Login((login) -> login.loginPage("/signin").permitAll());
			return chain(http);
		}

		@Bean
		SignInController signInController() {
			return new SignInController();
		}

	}

	@RestController
	static class SignInController {

		@GetMapping("/signin")
		String page() {
			return "<a href=\"/oauth2/authorization/wecom\">WeCom</a>";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ProtectedApplication.class, MovableClock.class })
	static class OldQrCode {

	}

}
