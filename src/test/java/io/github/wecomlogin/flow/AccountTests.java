package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;

import io.github.wecomlogin.account.UserIdAccounts;
import io.github.wecomlogin.account.WeComAccounts;
import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.token.WeComPendingMember;
import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Accounts of members who sign in to a session.
 */
class AccountTests {

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication(Application.class);
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
	void whenMemberHasAnAccountThenThePrincipalNamesIt() {
		TestBrowser browser = application.signedIn(application.inWeCom(), "zhangsan");
		assertThat(browser.get("/account").body()).isEqualTo("zhangsan");
	}

	@Test
	void whenMemberHasNoneThenRefusedAndPending() {
		application.wecom().signInAs("lisi");
		TestBrowser browser = application.inWeCom();
		HttpResponse<String> page = browser.open("/");
		assertThat(page.uri().toString()).contains("/login?error=no_account&ref=");
		assertThat(page.body()).contains("You have no account here yet");
		assertThat(browser.get("/pending").body()).isEqualTo("lisi");
		assertThat(application.inWeCom().get("/pending").body()).isEqualTo("none");
	}

	@Test
	void whenAnotherMemberSignsInThenNoneIsPending() {
		application.wecom().signInAs("lisi");
		TestBrowser browser = application.inWeCom();
		browser.open("/");
		assertThat(browser.get("/pending").body()).isEqualTo("lisi");
		application.wecom().signInAs("zhangsan");
		browser.open("/oauth2/authorization/wecom");
		assertThat(browser.get("/account").body()).isEqualTo("zhangsan");
		assertThat(browser.get("/pending").body()).isEqualTo("none");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wangwu", "zhengrui", "sunqi", SimulatedWeCom.OUTSIDER })
	void whenAnotherMemberIsRefusedThenNoneIsPending(String person) {
		application.wecom().signInAs("lisi");
		TestBrowser browser = application.inWeCom();
		browser.open("/");
		assertThat(browser.get("/pending").body()).isEqualTo("lisi");
		application.wecom().signInAs(person);
		assertThat(browser.open("/oauth2/authorization/wecom").uri().toString()).contains("/login?error=");
		assertThat(browser.get("/pending").body()).isEqualTo("none");
	}

	@Test
	void whenCallbackIsRepeatedThenTheMemberStaysPending() {
		application.wecom().signInAs("lisi");
		TestBrowser browser = application.inWeCom();
		String callback = browser.openUntil("/", "/login/oauth2/code/");
		TestBrowser same = application.inWeCom().withCookiesOf(browser);
		browser.get(callback);
		same.withCookiesOf(browser).forget("wecom_pause");
		assertThat(TestBrowser.location(same.get(callback))).contains("/login?error=no_account&ref=");
		assertThat(same.get("/pending").body()).isEqualTo("lisi");
	}

	@Test
	void whenBrowserIsSignedOutThenNoneIsPending() {
		application.wecom().signInAs("lisi");
		TestBrowser browser = application.inWeCom();
		browser.open("/");
		browser.post("/logout", "");
		assertThat(browser.get("/pending").body()).isEqualTo("none");
		browser.get("/oauth2/authorization/wecom");
		assertThat(browser.get("/pending").body()).isEqualTo("none");
	}

	@Test
	void whenAccountIsLockedThenRefused() {
		application.wecom().signInAs("wangwu");
		TestBrowser browser = application.inWeCom();
		assertThat(browser.open("/").uri().toString()).contains("/login?error=account_disabled&ref=");
		assertThat(browser.get("/pending").body()).isEqualTo("none");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ProtectedApplication.class)
	static class Application {

		@Bean
		SecurityFilterChain web(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/pending").permitAll().anyRequest().authenticated())
				.oauth2Login(withDefaults())
				.build();
		}

		@Bean
		WeComAccounts accounts() {
			return new UserIdAccounts((name) -> switch (name) {
				case "lisi" -> throw UsernameNotFoundException.fromUsername(name);
				case "wangwu" -> throw new LockedException("locked");
				default -> StatelessApplication.Accounts.active(name);
			});
		}

		@RestController
		static class Pages {

			private final WeComPendingMember pending;

			Pages(WeComPendingMember pending) {
				this.pending = pending;
			}

			@GetMapping("/account")
			String account(@AuthenticationPrincipal WeComUser user) {
				return user.getAccountId();
			}

			@GetMapping("/pending")
			String pending(HttpServletRequest request) {
				WeComUser member = this.pending.find(request);
				return (member != null) ? member.getUserId() : "none";
			}

		}

	}

}
