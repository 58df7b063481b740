package io.github.wecomlogin.flow;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.wecomlogin.fixture.MovableClock;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.fixture.TokenApplication;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.session.WeComMemberGoneEvent;
import io.github.wecomlogin.session.WeComSessions;
import io.github.wecomlogin.simulator.SimulatedCallback;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.simulator.company.Employee;
import io.github.wecomlogin.store.RedisServerExtension;
import io.github.wecomlogin.user.WeComMemberReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens of an application without sessions, on real ports: from the sign-in until the
 * member has left.
 */
class TokenCheckTests {

	private static final String TOKEN = "Token0123456789";

	private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

	private static final String[] PROPERTIES = { "wecom.callback.token=" + TOKEN,
			"wecom.callback.encoding-aes-key=" + AES_KEY, "wecom.roles[0].role=HR", "wecom.roles[0].departments[0]=2" };

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = new RunningApplication(Application.class, PROPERTIES);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	// Checks are remembered, so tests that count them or move the clock have a member
	// each
	@BeforeEach
	void reset() {
		application.wecom().reset();
		application.forgetToken();
		application.bean(MovableClock.class).reset();
	}

	@Test
	void whenMemberSignsInThenTheReturnTargetSurvives() {
		application.wecom().signInAs("lisi");
		String[] handedOver = application.desktop().open("/page?a=1&b=%20").body().split(" ");
		assertThat(handedOver[1]).isEqualTo("/page?a=1&b=%20");
		assertThat(get("/api/me", handedOver[0]).body()).isEqualTo("/api/me local-account [ROLE_OWN]");
	}

	@Test
	void whenThousandRequestsComeThenOneCallPerInterval() throws Exception {
		String token = signIn(application, "zhaoliu");
		int before = application.wecom().calls(SimulatedWeCom.GETUSER);
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Callable<Integer>> requests = new ArrayList<>();
			for (int i = 0; i < 500; i++) {
				requests.add(() -> get("/api/me", token).statusCode());
			}
			for (int interval = 0; interval < 2; interval++) {
				for (Future<Integer> status : executor.invokeAll(requests)) {
					assertThat(status.get()).isEqualTo(200);
				}
				assertThat(application.wecom().calls(SimulatedWeCom.GETUSER) - before).isEqualTo(interval);
				application.bean(MovableClock.class).advance(Duration.ofMinutes(10));
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void whenMemberLeavesThenTheTokenIsRefusedWithTheReason() {
		String token = signIn(application, "zhangsan");
		leave("zhangsan");
		application.bean(MovableClock.class).advance(Duration.ofMinutes(10));
		HttpResponse<String> response = get("/api/me", token);
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer error=\"not_active\"");
		assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
		assertThat(response.body()).contains("\"code\":\"sign_in_required\"", "\"reason\":\"not_active\"",
				"\"signInUrl\":\"/oauth2/authorization/wecom\"");
		HttpResponse<String> own = get("/late/me", token);
		assertThat(own.statusCode()).isEqualTo(401);
		assertThat(own.headers().firstValue("WWW-Authenticate")).hasValue("Bearer error=\"not_active\"");
		assertThat(own.body()).isEqualTo("{\"own\":\"WeComRefusalException\"}");
		assertThat(get("/api/open", token).body()).isEqualTo("/api/open anonymous");
		HttpResponse<String> method = get("/api/method", token);
		assertThat(method.statusCode()).isEqualTo(401);
		assertThat(method.body()).contains("\"reason\":\"not_active\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/me", "/late/me", "/api/open", "/api/method" })
	void whenMemberStaysThenTheApplicationsAuthoritiesDo(String path) {
		String token = signIn(application, "chenjing");
		application.bean(MovableClock.class).advance(Duration.ofMinutes(10));
		assertThat(get(path, token).body()).endsWith(" local-account [ROLE_OWN]");
	}

	@Test
	void whenUserIsNoMemberThenNothingIsAsked() {
		String token = TokenApplication.issue("robot", "");
		int before = application.wecom().calls(SimulatedWeCom.GETUSER);
		assertThat(get("/api/me", token).statusCode()).isEqualTo(200);
		assertThat(get("/api/me", "unknown").statusCode()).isEqualTo(401);
		assertThat(get("/api/me", "unknown").body()).isEmpty();
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSER)).isEqualTo(before);
	}

	@Test
	void whenReferenceIsMalformedThenTheRequestFails() {
		String token = TokenApplication.issue("broken", "zhangsan");
		assertThat(get("/api/me", token).statusCode()).isGreaterThanOrEqualTo(400);
	}

	@Test
	void whenProxyAuthenticatesThenTheMemberIsChecked() {
		String reference = WeComMemberReference.of("wecom", "wangwu", application.bean(MovableClock.class).instant())
			.asText();
		TestBrowser proxied = application.desktop().with("X-Forwarded-User", "wang").with("X-WeCom", reference);
		int before = application.wecom().calls(SimulatedWeCom.GETUSER);
		assertThat(proxied.get("/pre/me").body()).startsWith("/pre/me wang [ROLE_OWN");
		assertThat(proxied.get("/pre/me").statusCode()).isEqualTo(200);
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSER) - before).isOne();
		leave("wangwu");
		assertThat(app(application).unsubscribe("wangwu").status()).isEqualTo(200);
		Awaitility.await().until(() -> proxied.get("/pre/me").statusCode() != 200);
		// Also with the session that Spring Security began for the user
		assertThat(TestBrowser.location(proxied.get("/pre/me"))).contains("error=not_active");
	}

	@Test
	void whenAdministratorEndsSignInsThenOnlyNewTokensWork() {
		String before = signIn(application, "chenjing");
		assertThat(get("/api/me", before).statusCode()).isEqualTo(200);
		application.bean(WeComSessions.class).endAll(SimulatedWeCom.CORP_ID, "ChenJing");
		assertThat(get("/api/me", before).body()).contains("\"reason\":\"session_ended\"");
		String after = signIn(application, "chenjing");
		assertThat(get("/api/me", after).statusCode()).isEqualTo(200);
		assertThat(get("/api/me", before).statusCode()).isEqualTo(401);
	}

	@Test
	void whenSignedOutWithoutAPageThenNoSilentSignInFollows() {
		application.wecom().signInAs("lisi");
		TestBrowser browser = application.inWeCom();
		assertThat(browser.open("/page").body()).endsWith(" /page");
		assertThat(browser.post("/api/open", "").statusCode()).isEqualTo(200);
		int before = application.wecom().calls(SimulatedWeCom.GETUSERINFO);
		assertThat(browser.open("/page").uri().getPath()).isEqualTo("/login");
		assertThat(application.wecom().calls(SimulatedWeCom.GETUSERINFO)).isEqualTo(before);
	}

	@Test
	void whenMemberIsGoneThenEachNodeSaysSoOnce() {
		String[] properties = redis.asStore(PROPERTIES);
		try (RunningApplication one = new RunningApplication(Application.class, properties);
				RunningApplication two = one.another(Application.class, properties)) {
			List<Long> millis = new ArrayList<>();
			for (int i = 1; i <= 2; i++) {
				int times = i;
				String token = signIn(one, "zhangsan");
				assertThat(get(two, "/api/me", token).statusCode()).isEqualTo(200);
				one.wecom().company().update(one.wecom().company().employee("zhangsan").withStatus(Employee.LEFT));
				long start = System.nanoTime();
				assertThat(app(one).unsubscribe("zhangsan").status()).isEqualTo(200);
				Awaitility.await()
					.pollInterval(Duration.ofMillis(1))
					.until(() -> get(two, "/api/me", token).statusCode() == 401);
				millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
				for (RunningApplication node : List.of(one, two)) {
					Awaitility.await().until(() -> published(node).gone().size() == times);
				}
				assertThat(get(one, "/api/me", token).statusCode()).isEqualTo(401);
				one.wecom().company().update(one.wecom().company().employee("zhangsan").withStatus(Employee.ACTIVE));
			}
			System.out.printf("From the event to the first refused token on the other node: %s ms%n", millis);
			// A message that comes after all others
			one.wecom().company().remove("lisi");
			app(two).unsubscribe("lisi");
			for (RunningApplication node : List.of(one, two)) {
				Awaitility.await().until(() -> published(node).gone().size() >= 3);
				assertThat(published(node).gone()).extracting(WeComMemberGoneEvent::userId)
					.containsExactly("zhangsan", "zhangsan", "lisi");
				assertThat(published(node).gone()).extracting(WeComMemberGoneEvent::reason)
					.containsExactly(WeComRefusal.NOT_ACTIVE, WeComRefusal.NOT_ACTIVE, WeComRefusal.NOT_VISIBLE);
			}
		}
	}

	private static TokenApplication.Published published(RunningApplication node) {
		return node.bean(TokenApplication.Published.class);
	}

	private static String signIn(RunningApplication node, String userId) {
		node.wecom().signInAs(userId);
		return node.desktop().open("/page").body().split(" ")[0];
	}

	private static HttpResponse<String> get(String path, String token) {
		return get(application, path, token);
	}

	private static HttpResponse<String> get(RunningApplication node, String path, String token) {
		return node.desktop().with("Accept", "application/json").with("Authorization", "Bearer " + token).get(path);
	}

	private static void leave(String userId) {
		application.wecom().company().update(application.wecom().company().employee(userId).withStatus(Employee.LEFT));
	}

	private static SimulatedCallback app(RunningApplication node) {
		return node.wecom().callback(node.url() + "/wecom/callback/wecom", TOKEN, AES_KEY);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ TokenApplication.class, MovableClock.class })
	static class Application {

	}

}
