package io.github.wecomlogin.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.store.RedisServerExtension;
import io.github.wecomlogin.user.SignInWay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.session.HttpSessionEventPublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Listing and ending the sessions of a member, wherever they are kept.
 */
class MemberSessionsTests {

	private static final String CORP_ID = SimulatedWeCom.CORP_ID;

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	@Test
	void whenContainerKeepsSessionsThenTheyAreListedAndEnded() {
		try (RunningApplication application = new RunningApplication(LeaverTests.Application.class)) {
			listsAndEnds(application);
		}
	}

	@Test
	void whenServerRestoresASessionThenItIsListedAndEnded(@TempDir Path directory) {
		String[] properties = { "server.servlet.session.persistent=true",
				"server.servlet.session.store-dir=" + directory };
		try (RunningApplication application = new RunningApplication(LeaverTests.Application.class)) {
			TestBrowser browser;
			try (RunningApplication before = application.another(LeaverTests.Application.class, properties)) {
				browser = before.signedIn(before.desktop(), "zhangsan");
			}
			try (RunningApplication after = application.another(LeaverTests.Application.class, properties)) {
				TestBrowser same = after.desktop().withCookiesOf(browser);
				after.bean(ChangeStamps.class).memberChanged(CORP_ID, "zhangsan");
				assertThat(same.get("/page").statusCode()).isEqualTo(200);
				WeComSessions sessions = after.bean(WeComSessions.class);
				assertThat(sessions.find(CORP_ID, "zhangsan")).hasSize(1);
				assertThat(sessions.endAll(CORP_ID, "zhangsan")).isOne();
				assertThat(same.open("/page").body()).contains("You have been signed out");
			}
		}
	}

	@Test
	void whenSpringSessionHasAnIndexThenItsSessionsAreListedAndEnded() {
		try (RunningApplication application = onRedis("spring.session.data.redis.repository-type=indexed")) {
			listsAndEnds(application);
		}
	}

	private static void listsAndEnds(RunningApplication application) {
		TestBrowser desktop = application.signedIn(application.desktop(), "zhangsan");
		TestBrowser phone = application.signedIn(application.inWeCom(), "zhangsan");
		TestBrowser other = application.signedIn(application.desktop(), "lisi");
		TestBrowser gone = application.signedIn(application.desktop(), "zhangsan");
		application.signOut(gone);
		desktop.get("/page");
		WeComSessions sessions = application.bean(WeComSessions.class);
		assertThat(sessions.listsAll()).isTrue();
		List<WeComSession> found = sessions.find(CORP_ID, "ZhangSan");
		assertThat(found).hasSize(2).allSatisfy((session) -> {
			assertThat(session.userId()).isEqualTo("zhangsan");
			assertThat(session.registrationId()).isEqualTo("wecom");
			assertThat(session.remoteAddress()).isEqualTo("127.0.0.1");
			assertThat(session.signedInAt()).isBeforeOrEqualTo(session.lastUsedAt().plus(Duration.ofSeconds(1)));
			assertThat(session.reference()).doesNotContain(desktop.cookies().get(0).getValue());
			assertThat(session.toString()).doesNotContain("zhangsan", "127.0.0.1");
		});
		assertThat(found).extracting(WeComSession::way)
			.containsExactlyInAnyOrder(SignInWay.WEB_LOGIN, SignInWay.IN_CLIENT);
		assertThat(sessions.find("wwanother000000000", "zhangsan")).isEmpty();
		assertThat(sessions.find(CORP_ID, "nobody")).isEmpty();
		WeComSession ofDesktop = found.stream()
			.filter((session) -> session.way() == SignInWay.WEB_LOGIN)
			.findFirst()
			.orElseThrow();
		assertThat(sessions.end(CORP_ID, "lisi", ofDesktop.reference())).as("somebody else's").isFalse();
		assertThat(sessions.end(CORP_ID, "zhangsan", ofDesktop.reference())).isTrue();
		assertThat(sessions.end(CORP_ID, "zhangsan", ofDesktop.reference())).as("again").isFalse();
		assertThat(desktop.open("/page").body()).contains("You have been signed out");
		assertThat(phone.get("/page").statusCode()).isEqualTo(200);
		assertThat(sessions.endAll(CORP_ID, "zhangsan")).isOne();
		assertThat(phone.open("/page").body()).contains("You have been signed out");
		assertThat(other.get("/page").statusCode()).isEqualTo(200);
		assertThat(sessions.find(CORP_ID, "zhangsan")).isEmpty();
		assertThat(application.bean(LeaverTests.Ends.class).all()).hasSize(2).allSatisfy((event) -> {
			assertThat(event.getReason()).isEqualTo(WeComRefusal.SESSION_ENDED);
			assertThat(event.getUser().getUserId()).isEqualTo("zhangsan");
		});
	}

	@Test
	void whenSpringSessionHasNoIndexThenSessionsEndOnEveryNode() {
		String[] properties = { "spring.session.data.redis.repository-type=default" };
		try (RunningApplication one = onRedis(properties);
				RunningApplication two = one.another(LeaverTests.Application.class, redis.asStore(properties))) {
			TestBrowser browser = one.signedIn(one.inWeCom(), "zhangsan");
			TestBrowser onTwo = two.inWeCom().withCookiesOf(browser);
			assertThat(onTwo.get("/page").statusCode()).isEqualTo(200);
			WeComSessions sessions = one.bean(WeComSessions.class);
			assertThat(sessions.listsAll()).isFalse();
			assertThat(sessions.find(CORP_ID, "zhangsan")).isEmpty();
			assertThat(sessions.endAll(CORP_ID, "zhangsan")).isZero();
			two.receiveChanges();
			assertThat(onTwo.open("/page").body()).contains("You have been signed out");
			assertThat(browser.get("/page").statusCode()).isEqualTo(302);
			assertThat(two.bean(LeaverTests.Ends.class).all()).hasSize(1);
		}
	}

	@Test
	void whenEachNodeKeepsItsSessionsThenTheyEndOnAllThatShareAStore() {
		String[] properties = { RedisServerExtension.OWN_SESSIONS };
		try (RunningApplication one = onRedis(properties);
				RunningApplication two = one.another(LeaverTests.Application.class, redis.asStore(properties))) {
			TestBrowser onOne = one.signedIn(one.desktop(), "zhangsan");
			TestBrowser onTwo = two.signedIn(two.desktop(), "zhangsan");
			assertThat(one.bean(WeComSessions.class).endAll(CORP_ID, "zhangsan")).isOne();
			two.receiveChanges();
			assertThat(onOne.get("/page").statusCode()).isEqualTo(302);
			assertThat(onTwo.open("/page").body()).contains("You have been signed out");
		}
	}

	@Test
	void whenLeaverHasSessionsOnTwoNodesThenBothEnd() {
		String[] properties = { "wecom.roles[0].role=HR", "wecom.roles[0].departments[0]=2" };
		try (RunningApplication one = onRedis(properties);
				RunningApplication two = one.another(LeaverTests.Application.class, redis.asStore(properties))) {
			TestBrowser browser = one.signedIn(one.desktop(), "zhangsan");
			TestBrowser onTwo = two.desktop().withCookiesOf(browser);
			TestBrowser another = two.signedIn(two.desktop(), "zhangsan");
			change(one, 3);
			two.receiveChanges();
			assertThat(onTwo.get("/").body()).contains("zhangsan").doesNotContain("ROLE_HR");
			int calls = one.wecom().calls(SimulatedWeCom.GETUSER);
			assertThat(browser.get("/").body()).as("renewed on the other node").doesNotContain("ROLE_HR");
			assertThat(one.wecom().calls(SimulatedWeCom.GETUSER)).isEqualTo(calls);
			one.wecom().company().remove("zhangsan");
			one.bean(ChangeStamps.class).memberChanged(CORP_ID, "zhangsan");
			two.receiveChanges();
			assertThat(another.open("/page").uri().toString()).endsWith("error=not_visible");
			assertThat(onTwo.get("/page").statusCode()).isEqualTo(302);
			assertThat(browser.get("/page").statusCode()).isEqualTo(302);
		}
	}

	@Test
	void whenOneNodeEndsASessionThenTheOtherSaysWhyOnce() {
		String[] properties = { "spring.session.data.redis.repository-type=indexed" };
		try (RunningApplication one = onRedis(properties);
				RunningApplication two = one.another(LeaverTests.Application.class, redis.asStore(properties))) {
			TestBrowser browser = two.signedIn(two.inWeCom(), "zhangsan");
			TestBrowser again = two.inWeCom().withCookiesOf(browser);
			assertThat(one.bean(WeComSessions.class).endAll(CORP_ID, "zhangsan")).isOne();
			two.receiveChanges();
			assertThat(browser.open("/page").body()).contains("You have been signed out");
			assertThat(again.open("/page").body()).doesNotContain("You have been signed out");
		}
	}

	private static void change(RunningApplication application, int department) {
		application.wecom()
			.company()
			.update(application.wecom().company().employee("zhangsan").withDepartments(department));
		application.bean(ChangeStamps.class).memberChanged(CORP_ID, "zhangsan");
	}

	@Test
	void whenChainHasASessionRegistryThenItsSessionsAreListedAndEnded() {
		try (RunningApplication application = new RunningApplication(Registered.class)) {
			TestBrowser browser = application.signedIn(application.desktop(), "zhangsan");
			assertThat(application.bean(SessionRegistry.class).getAllPrincipals()).hasSize(1);
			WeComSessions sessions = application.bean(WeComSessions.class);
			assertThat(sessions.find(CORP_ID, "zhangsan")).singleElement()
				.satisfies((session) -> assertThat(session.way()).isEqualTo(SignInWay.WEB_LOGIN));
			assertThat(sessions.endAll(CORP_ID, "zhangsan")).isOne();
			assertThat(browser.get("/page").statusCode()).isNotEqualTo(200);
		}
	}

	private static RunningApplication onRedis(String... properties) {
		return new RunningApplication(LeaverTests.Application.class, redis.asStore(properties));
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ProtectedApplication.class)
	static class Registered {

		@Bean
		SessionRegistry sessionRegistry() {
			return new SessionRegistryImpl();
		}

		@Bean
		HttpSessionEventPublisher sessionEvents() {
			return new HttpSessionEventPublisher();
		}

		@Bean
		SecurityFilterChain pages(HttpSecurity http, SessionRegistry registry) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.oauth2Login(withDefaults())
				.sessionManagement((management) -> management.maximumSessions(5).sessionRegistry(registry))
				.build();
		}

	}

}
