package io.github.wecomlogin.session;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

import io.github.wecomlogin.fixture.MovableClock;
import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.user.SignInWay;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.mapping.SimpleAuthorityMapper;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Members who leave, or change, while they are signed in.
 */
public class LeaverTests {

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication(Application.class, "wecom.roles[0].role=HR",
				"wecom.roles[0].departments[0]=2");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void reset() {
		application.reset();
		application.bean(Ends.class).all().clear();
	}

	@Test
	void whenMemberLeavesThenTheNextPageSaysSo() {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		String session = browser.cookie("JSESSIONID");
		leave("zhangsan");
		HttpResponse<String> response = browser.get("/page/one");
		assertThat(TestBrowser.location(response)).endsWith("/login?return-to=%2Fpage%2Fone&error=not_active");
		assertThat(browser.open(TestBrowser.location(response)).body()).contains("Your account is not active");
		browser.setCookie("JSESSIONID", session);
		assertThat(browser.get("/page/two").statusCode()).isEqualTo(302);
		assertThat(application.bean(Ends.class).all()).singleElement().satisfies((event) -> {
			assertThat(event.getReason()).isEqualTo(WeComRefusal.NOT_ACTIVE);
			assertThat(event.getUser().getUserId()).isEqualTo("zhangsan");
			assertThat(event.getRemoteAddress()).isEqualTo("127.0.0.1");
			assertThat(event.getWay()).isEqualTo(SignInWay.WEB_LOGIN);
			assertThat(event.getSignedInAt()).isBeforeOrEqualTo(Instant.now());
			assertThat(event.toString()).doesNotContain("zhangsan", "127.0.0.1");
		});
	}

	@Test
	void whenMemberLeavesThenWeComsWebviewDoesNotStartAgainByItself() {
		TestBrowser browser = application.signedIn(application.inWeCom(), "zhangsan");
		int before = application.wecom().calls(SimulatedWeCom.GETUSERINFO);
		leave("zhangsan");
		assertThat(browser.open("/page").body()).contains("Your account is not active");
		assertThat(browser.open("/page").body()).contains("Your account is not active");
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).isEqualTo(before);
	}

	@Test
	void whenMemberComesBackThenTheySignInAgain() {
		TestBrowser browser = application.signedIn(application.inWeCom(), "zhangsan");
		leave("zhangsan");
		browser.open("/page");
		change("zhangsan", (employee) -> employee.withStatus(Employee.ACTIVE));
		assertThat(browser.open("/oauth2/authorization/wecom?return-to=/page/back").uri().getPath())
			.isEqualTo("/page/back");
		assertThat(browser.get("/page").statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/page", "/api/who" })
	void whenScriptCallsThenItIsToldToSignIn(String path) {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		leave("zhangsan");
		HttpResponse<String> response = browser.with("Accept", "application/json").get(path);
		assertThat(response.statusCode()).isEqualTo(401);
		if (path.equals("/page")) {
			assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
			assertThat(response.body()).contains("\"code\":\"sign_in_required\"", "\"reason\":\"not_active\"",
					"\"signInUrl\":\"/login\"");
		}
	}

	@Test
	void whenChainSignsNobodyInThenItsSessionsAreAsTrue() {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		assertThat(browser.get("/api/who").body()).contains("zhangsan", "ROLE_HR");
		change("zhangsan", (employee) -> employee.withDepartments(3));
		changed("zhangsan");
		assertThat(browser.get("/api/who").body()).contains("zhangsan").doesNotContain("ROLE_HR");
		leave("zhangsan");
		assertThat(browser.get("/api/who").statusCode()).isEqualTo(401);
		assertThat(browser.get("/api/who").statusCode()).isEqualTo(401);
		assertThat(browser.get("/page").statusCode()).isEqualTo(302);
	}

	@Test
	void whenFormIsSentAfterLeavingThenItIsRefusedWithTheReason() {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		String csrf = browser.get("/csrf").body();
		assertThat(browser.post("/order", csrf).body()).isEqualTo("ordered");
		leave("zhangsan");
		HttpResponse<String> response = browser.post("/order", csrf);
		assertThat(TestBrowser.location(response)).endsWith("/login?error=not_active");
	}

	@Test
	void whenDepartmentChangesThenRolesFollowWithThatRequest() {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		String before = browser.get("/factor").body();
		change("zhangsan", (employee) -> employee.withDepartments(3));
		changed("zhangsan");
		int calls = application.wecom().calls(SimulatedWeCom.GETUSER);
		assertThat(browser.get("/").body()).contains("zhangsan", "FACTOR_AUTHORIZATION_CODE", "ROLE_USER")
			.doesNotContain("ROLE_HR");
		assertThat(browser.get("/").body()).doesNotContain("ROLE_HR");
		assertThat(browser.get("/factor").body()).as("when the member signed in").isEqualTo(before);
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSER) - calls).isOne();
	}

	@Test
	void whenManyRequestsComeAtOnceThenOneCallAndOneEndIsForAll() throws Exception {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		int calls = application.wecom().calls(SimulatedWeCom.GETUSER);
		leave("zhangsan");
		ExecutorService executor = Executors.newFixedThreadPool(20);
		try {
			List<Callable<Integer>> requests = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				TestBrowser tab = application.desktop().withCookiesOf(browser);
				requests.add(() -> tab.get("/page").statusCode());
			}
			for (Future<Integer> status : executor.invokeAll(requests)) {
				assertThat(status.get()).isEqualTo(302);
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSER) - calls).isOne();
		assertThat(application.bean(Ends.class).all()).hasSize(1);
	}

	@Test
	void whenPageIsForEverybodyThenLeaversSeeItAsNobody() {
		TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
		assertThat(browser.get("/public/who").body()).isEqualTo("zhangsan");
		leave("zhangsan");
		HttpResponse<String> response = browser.get("/public/who");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("nobody");
	}

	@Test
	void whenSessionsAreEndedThenMemberReadsWhyAndMaySignInAgain() {
		TestBrowser browser = application.signedIn(application.inWeCom(), "zhangsan");
		TestBrowser other = application.signedIn(application.desktop(), "zhangsan");
		TestBrowser another = application.signedIn(application.desktop(), "lisi");
		application.bean(ChangeStamps.class).endSessions(SimulatedWeCom.CORP_ID, "zhangsan");
		assertThat(browser.open("/page").body()).contains("You have been signed out", "administrator");
		assertThat(other.open("/page").body()).contains("You have been signed out");
		assertThat(another.open("/page").statusCode()).isEqualTo(200);
		application.wecom().signInAs("zhangsan");
		assertThat(browser.open("/oauth2/authorization/wecom").statusCode()).isEqualTo(200);
		assertThat(browser.get("/page").statusCode()).isEqualTo(200);
	}

	@Test
	void whenStampChangesDuringTheSignInThenFirstPageIsCheckedAgain() throws Exception {
		application.wecom().signInAs("zhangsan");
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page", "/login/oauth2/code/");
		application.wecom().delay(SimulatedWeCom.GETUSER, Duration.ofMillis(700));
		int calls = application.wecom().calls(SimulatedWeCom.GETUSER);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<HttpResponse<String>> signIn = executor.submit(() -> browser.get(callback));
			while (application.wecom().calls(SimulatedWeCom.GETUSER) == calls) {
				LockSupport.parkNanos(1_000_000);
			}
			leave("zhangsan");
			signIn.get();
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(browser.open("/page").uri().toString()).contains("/login?");
		assertThat(browser.get("/page").statusCode()).isEqualTo(302);
	}

	@Test
	void whenCallbackIsRepeatedAfterLeavingThenNobodyComesBack() {
		application.wecom().signInAs("zhangsan");
		TestBrowser browser = application.desktop();
		String callback = browser.openUntil("/page", "/login/oauth2/code/");
		TestBrowser again = application.desktop().withCookiesOf(browser);
		assertThat(browser.open(callback).statusCode()).isEqualTo(200);
		leave("zhangsan");
		assertThat(again.open(callback).uri().toString()).contains("/login?error=");
		assertThat(again.get("/page").statusCode()).isEqualTo(302);
	}

	@Test
	void whenChainRemembersPeopleThenNobodyWhoSignedInWithWeCom() {
		try (RunningApplication remembering = new RunningApplication(Remembering.class)) {
			remembering.wecom().signInAs("zhangsan");
			TestBrowser browser = remembering.desktop();
			assertThat(browser.open("/page").statusCode()).isEqualTo(200);
			assertThat(browser.cookies()).noneMatch((cookie) -> cookie.getName().equals("remember-me"));
		}
	}

	@Test
	void whenAuthoritiesAreMappedThenRenewedOnesToo() {
		try (RunningApplication mapping = new RunningApplication(Mapping.class, "wecom.roles[0].role=HR",
				"wecom.roles[0].departments[0]=2", "wecom.roles[1].role=DEV", "wecom.roles[1].departments[0]=3")) {
			TestBrowser browser = mapping.signedIn(mapping.desktop(), "zhangsan");
			assertThat(browser.get("/").body()).contains("SCOPE_ROLE_HR", "FACTOR_AUTHORIZATION_CODE");
			mapping.wecom().company().update(mapping.wecom().company().employee("zhangsan").withDepartments(3));
			mapping.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, "zhangsan");
			assertThat(browser.get("/api/who").body()).contains("SCOPE_ROLE_DEV", "\"FACTOR_AUTHORIZATION_CODE\"")
				.doesNotContain("SCOPE_ROLE_HR", "\"ROLE_DEV\"");
		}
	}

	@Test
	void whenWeComIsAwayForLongerThanTheGraceThenTheMemberReadsThat() {
		try (RunningApplication moved = new RunningApplication(MovedApplication.class)) {
			TestBrowser browser = moved.signedIn(moved.inWeCom(), "zhangsan");
			moved.wecom().fail(SimulatedWeCom.GETUSER, 60020);
			moved.bean(MovableClock.class).advance(Duration.ofMinutes(58));
			assertThat(browser.get("/page").statusCode()).as("within the grace").isEqualTo(200);
			moved.bean(MovableClock.class).advance(Duration.ofMinutes(3));
			assertThat(browser.open("/page").body()).contains("Please sign in again");
		}
	}

	@Test
	void whenNobodySaysAnythingThenLeaversAreFoundOutAllTheSame() {
		try (RunningApplication moved = new RunningApplication(MovedApplication.class)) {
			TestBrowser browser = moved.signedIn(moved.desktop(), "zhangsan");
			moved.wecom().company().update(moved.wecom().company().employee("zhangsan").withVisible(false));
			assertThat(browser.get("/page").statusCode()).isEqualTo(200);
			moved.bean(MovableClock.class).advance(Duration.ofMinutes(11));
			// If WeCom's answer takes longer than a page waits, the next page has it
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.untilAsserted(
						() -> assertThat(TestBrowser.location(browser.get("/page"))).endsWith("error=not_visible"));
		}
	}

	private static void leave(String userId) {
		change(userId, (employee) -> employee.withStatus(Employee.LEFT));
		changed(userId);
	}

	private static void changed(String userId) {
		application.bean(ChangeStamps.class).memberChanged(SimulatedWeCom.CORP_ID, userId);
	}

	private static void change(String userId, UnaryOperator<Employee> change) {
		application.wecom().company().update(change.apply(application.wecom().company().employee(userId)));
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Application.class, MovableClock.class })
	static class MovedApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ProtectedApplication.class, Ends.class })
	public static class Application {

		@Bean
		@Order(1)
		public SecurityFilterChain api(HttpSecurity http) {
			return http.securityMatcher("/api/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.exceptionHandling((exceptions) -> exceptions
					.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
				.build();
		}

		@Bean
		@Order(2)
		public SecurityFilterChain pages(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/public/**").permitAll().anyRequest().authenticated())
				.oauth2Login(withDefaults())
				.build();
		}

		@RestController
		static class Pages {

			@GetMapping("/api/who")
			Map<String, Object> who(Authentication authentication) {
				return Map.of("name", authentication.getName(), "authorities",
						authentication.getAuthorities().stream().map(GrantedAuthority::getAuthority).toList());
			}

			@GetMapping("/public/who")
			String visitor(Authentication authentication) {
				return (authentication != null) ? authentication.getName() : "nobody";
			}

			@PostMapping("/order")
			String order() {
				return "ordered";
			}

			@GetMapping("/factor")
			String factor(Authentication authentication) {
				return authentication.getAuthorities()
					.stream()
					.filter(FactorGrantedAuthority.class::isInstance)
					.map((factor) -> ((FactorGrantedAuthority) factor).getIssuedAt().toString())
					.toList()
					.toString();
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class Remembering {

		@Bean
		public SecurityFilterChain pages(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login(withDefaults())
				.rememberMe((remember) -> remember.alwaysRemember(true)
					.userDetailsService((name) -> User.withUsername(name).password("{noop}x").roles("USER").build()))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class Mapping {

		@Bean
		@Order(1)
		public SecurityFilterChain api(HttpSecurity http) {
			return http.securityMatcher("/api/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.build();
		}

		@Bean
		@Order(2)
		public SecurityFilterChain pages(HttpSecurity http) {
			SimpleAuthorityMapper mapper = new SimpleAuthorityMapper();
			mapper.setPrefix("SCOPE_");
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login((login) -> login.userInfoEndpoint((user) -> user.userAuthoritiesMapper(mapper)))
				.build();
		}

		@Bean
		public Application.Pages moreApiPages() {
			return new Application.Pages();
		}

	}

	public static class Ends {

		private final List<WeComSessionEndedEvent> all = new CopyOnWriteArrayList<>();

		public List<WeComSessionEndedEvent> all() {
			return this.all;
		}

		@EventListener
		public void ended(WeComSessionEndedEvent event) {
			this.all.add(event);
		}

	}

}
