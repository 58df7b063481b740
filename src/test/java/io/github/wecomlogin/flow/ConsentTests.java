package io.github.wecomlogin.flow;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import io.github.wecomlogin.account.ContactAccounts;
import io.github.wecomlogin.account.JdbcAccounts;
import io.github.wecomlogin.account.WeComAccounts;
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

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Accounts that are found by a mobile number, which the member must consent to show.
 */
class ConsentTests {

	private static final String BASE = "snsapi_base";

	private static final String PRIVATE_INFO = "snsapi_privateinfo";

	private static RunningApplication application;

	private static Numbers numbers;

	private static JdbcTemplate table;

	@BeforeAll
	static void start() {
		application = new RunningApplication(Application.class);
		numbers = application.bean(Numbers.class);
		table = application.bean(JdbcTemplate.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
		application.wecom().signInAs("zhangsan");
		table.update("DELETE FROM wecom_account");
		numbers.accounts.clear();
		numbers.accounts.put("13800000001", "zhang");
	}

	@Test
	void whenAccountIsUnknownThenConsentIsAskedOnce() {
		TestBrowser browser = application.inWeCom();
		HttpResponse<String> page = browser.open("/account?a=b");
		assertThat(page.uri().toString()).startsWith(application.url() + "/account?a=b");
		assertThat(page.body()).isEqualTo("zhang");
		assertThat(scopes(browser)).containsExactly(BASE, PRIVATE_INFO);
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERDETAIL)).isEqualTo(1);
		assertThat(browser.get("/pending").body()).isEqualTo("none");

		TestBrowser next = application.inWeCom();
		assertThat(next.open("/account").body()).isEqualTo("zhang");
		assertThat(scopes(next)).containsExactly(BASE);
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERDETAIL)).isEqualTo(1);
	}

	@Test
	void whenAccountIsKnownThenTheDesktopSignsInToo() {
		TestBrowser first = application.desktop();
		assertNoAccount(first.open("/account"));
		assertThat(scopes(first)).isEmpty();
		application.inWeCom().open("/account");
		assertThat(application.desktop().open("/account").body()).isEqualTo("zhang");
	}

	@Test
	void whenReturnTargetIsLongThenItSurvivesConsent() {
		String target = "/account?a=" + "%E5%BC%A0".repeat(200);
		assertThat(application.inWeCom().open(target).uri().toString()).startsWith(application.url() + target);
	}

	@ParameterizedTest
	@ValueSource(strings = { "withhold", "cancel" })
	void whenMemberDeclinesThenRefusedAndPending(String step) {
		TestBrowser browser = application.inWeCom();
		String consent = consentPage(browser);
		HttpResponse<String> page = browser
			.open(consent.replace(SimulatedWeCom.AUTHORIZE, "/simulator/in-client/" + step)
				.replace("#", "&person=zhangsan#"));
		assertNoAccount(page);
		assertThat(page.body()).contains("sign in again inside WeCom and agree");
		assertThat(browser.get("/pending").body()).isEqualTo("zhangsan");
		assertThat(scopes(browser)).containsExactly(BASE);
	}

	@Test
	void whenWeComIgnoresTheScopeThenRefused() {
		TestBrowser browser = application.inWeCom();
		assertNoAccount(browser.open(consentPage(browser).replace(PRIVATE_INFO, BASE)));
		assertThat(scopes(browser)).containsExactly(BASE, BASE);
	}

	@Test
	void whenNumberHasNoAccountThenConsentIsAskedOnce() {
		numbers.accounts.clear();
		TestBrowser browser = application.inWeCom();
		assertNoAccount(browser.open("/account"));
		assertThat(scopes(browser)).containsExactly(BASE, PRIVATE_INFO);
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERDETAIL)).isEqualTo(1);
	}

	@Test
	void whenAccountIsOfAnotherMemberThenRefused() {
		application.inWeCom().open("/account");
		application.wecom().signInAs("lisi");
		numbers.accounts.put("13800000002", "zhang");
		TestBrowser browser = application.inWeCom();
		assertNoAccount(browser.open("/account"));
		assertThat(scopes(browser)).containsExactly(BASE, PRIVATE_INFO);
	}

	@Test
	void whenMemberIsRefusedThenConsentIsNotAsked() {
		application.wecom().signInAs("zhengrui");
		TestBrowser browser = application.inWeCom();
		assertThat(browser.open("/account").uri().toString()).contains("/login?error=").doesNotContain("no_account");
		assertThat(scopes(browser)).containsExactly(BASE);
	}

	@Test
	void whenCallbackIsRepeatedThenEachLeadsToConsent() {
		TestBrowser browser = application.inWeCom();
		String callback = browser.openUntil("/account", "/login/oauth2/code/");
		TestBrowser same = application.inWeCom().withCookiesOf(browser);
		String first = TestBrowser.location(browser.get(callback));
		assertThat(TestBrowser.location(same.get(callback))).contains(PRIVATE_INFO);
		assertThat(TestBrowser.location(browser.get(callback))).contains(PRIVATE_INFO);
		assertThat(browser.open(first).body()).isEqualTo("zhang");
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).isEqualTo(2);
	}

	@Test
	void whenConsentAttemptIsLostThenSignInStartsAgainOnce() {
		TestBrowser browser = application.inWeCom();
		String callback = browser.openUntil(consentPage(browser), "/login/oauth2/code/");
		browser.forgetAttempts();
		TestBrowser again = application.inWeCom().withCookiesOf(browser);
		again.open(callback);
		assertThat(scopes(again)).containsExactly(BASE, PRIVATE_INFO);
		assertThat(again.get("/account").body()).isEqualTo("zhang");

		table.update("DELETE FROM wecom_account");
		String restart = TestBrowser.location(browser.get(callback));
		String next = TestBrowser.location(browser.get(browser.openUntil(restart, "/login/oauth2/code/")));
		assertThat(next).contains("scope=" + PRIVATE_INFO);
		String last = browser.openUntil(next, "/login/oauth2/code/");
		browser.forgetAttempts();
		assertThat(browser.open(last).uri().toString()).contains("/login?error=cookies_blocked&ref=");
	}

	@Test
	void whenPageIsOpenedDuringConsentThenSignInStartsAgain() {
		TestBrowser browser = application.inWeCom();
		consentPage(browser);
		assertThat(browser.open("/account").body()).isEqualTo("zhang");
	}

	@ParameterizedTest
	@ValueSource(strings = { "consent", "restart", "scope=snsapi_privateinfo", "state=c0123456789abcdef" })
	void whenAddressAsksForConsentThenItIsIgnored(String query) {
		TestBrowser browser = application.inWeCom();
		assertThat(TestBrowser.location(browser.get("/oauth2/authorization/wecom?" + query))).contains("scope=" + BASE);
	}

	@Test
	void whenStateIsForgedThenTheAttemptDoesNotFit() {
		TestBrowser browser = application.inWeCom();
		String callback = browser.openUntil("/account", "/login/oauth2/code/");
		assertThat(browser.open(callback.replace("state=a", "state=c")).uri().toString())
			.contains("/login?error=attempt_mismatch&ref=");
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).isZero();
	}

	@Test
	void whenScopeAsksAnywayThenMemberIsNotAskedAgain() {
		try (RunningApplication other = application.another(Application.class, "wecom.scope=" + PRIVATE_INFO)) {
			TestBrowser browser = other.inWeCom();
			assertNoAccount(browser.open("/account"));
			assertThat(scopes(browser)).containsExactly(PRIVATE_INFO);
			other.bean(Numbers.class).accounts.put("13800000001", "zhang");
			assertThat(other.inWeCom().open("/account").body()).isEqualTo("zhang");
		}
	}

	private static String consentPage(TestBrowser browser) {
		String callback = browser.openUntil("/account", "/login/oauth2/code/");
		String consent = TestBrowser.location(browser.get(callback));
		assertThat(consent).startsWith(application.wecom().authorizeUrl()).contains("scope=" + PRIVATE_INFO);
		return consent;
	}

	private static void assertNoAccount(HttpResponse<String> page) {
		assertThat(page.uri().toString()).contains("/login?error=no_account&ref=");
	}

	/**
	 * Returns the scopes of the in-client authorization pages that a browser was sent to.
	 */
	private static List<String> scopes(TestBrowser browser) {
		return browser.visited()
			.stream()
			.filter((address) -> address.toString().startsWith(application.wecom().authorizeUrl()))
			.map(URI::getQuery)
			.map((query) -> query.replaceAll(".*scope=(\\w+).*", "$1"))
			.toList();
	}

	static final class Numbers {

		final Map<String, String> accounts = new ConcurrentHashMap<>();

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ProtectedApplication.class, AccountTests.Application.Pages.class })
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
		JdbcTemplate table() {
			DataSource database = new DriverManagerDataSource(
					"jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
			new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcAccounts.class)).execute(database);
			return new JdbcTemplate(database);
		}

		@Bean
		Numbers numbers() {
			return new Numbers();
		}

		@Bean
		WeComAccounts accounts(JdbcTemplate table, Numbers numbers) {
			return new JdbcAccounts(table).orElseBind(ContactAccounts.byMobile((mobile) -> {
				String name = numbers.accounts.get(mobile);
				return (name != null) ? User.withUsername(name).password("").build() : null;
			}));
		}

	}

}
