package io.github.wecomlogin.session;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.wecomlogin.app.WeComLoginApplication;
import io.github.wecomlogin.fixture.Eavesdropper;
import io.github.wecomlogin.fixture.RedisSessions;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.store.RedisServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.session.SessionRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ready-made application on two nodes with one Redis, and without.
 */
class SharedSessionsTests {

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

	private static final Pattern CODE = Pattern.compile("[?&]code=([^&,\\]]+)");

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	private static RedisSessions sessions;

	private static RunningApplication one;

	private static RunningApplication two;

	@BeforeAll
	static void start() {
		sessions = new RedisSessions(redis);
		one = node("spring.session.timeout=7m");
		two = node("wecom.endpoints.api=" + one.wecom().apiUrl());
	}

	@AfterAll
	static void stop() {
		one.close();
		two.close();
		sessions.close();
	}

	@BeforeEach
	void clear() {
		redis.start();
		await(() -> {
			try {
				sessions.clear();
				return reaches(one) && reaches(two);
			}
			catch (RuntimeException ex) {
				return false;
			}
		});
	}

	@Test
	void whenMemberSignsInOnOneNodeThenBothKnowUntilTheMemberSignsOut() {
		TestBrowser browser = one.signedIn(one.inWeCom(), "zhangsan");
		TestBrowser other = two.inWeCom().withCookiesOf(browser);
		HttpResponse<String> home = other.get("/");
		assertThat(home.statusCode()).isEqualTo(200);
		assertThat(other.get("/api/me").body()).contains("\"userId\":\"zhangsan\"");
		Matcher csrf = CSRF.matcher(home.body());
		assertThat(csrf.find()).isTrue();
		assertThat(other.post("/logout", "_csrf=" + csrf.group(1)).statusCode()).isEqualTo(302);
		assertThat(browser.get("/").statusCode()).isEqualTo(302);
	}

	@Test
	void whenMemberSignsInThenSessionIsJsonUnderTheUsualCookie() {
		TestBrowser browser = one.inWeCom();
		one.wecom().signInAs("zhangsan");
		String callback = browser.openUntil("/", "/login/oauth2/code/");
		assertThat(sessions.keys()).isEmpty();
		HttpResponse<String> signedIn = browser.get(callback);
		assertThat(signedIn.headers().allValues("Set-Cookie")).filteredOn((cookie) -> cookie.startsWith("JSESSIONID="))
			.singleElement()
			.asString()
			.contains("HttpOnly", "SameSite=Lax", "Path=/")
			.doesNotContain("Max-Age", "Secure");
		assertThat(sessions.keys()).singleElement().satisfies((key) -> {
			assertThat(sessions.secondsToLive(key)).isBetween(300L, 420L);
			assertThat(sessions.fields(key).get("sessionAttr:SPRING_SECURITY_CONTEXT"))
				.startsWith("{\"@class\":\"org.springframework.security");
		});
	}

	@Test
	void whenSessionCannotBeReadThenMemberSignsInAgain() {
		TestBrowser browser = one.signedIn(one.inWeCom(), "zhangsan");
		sessions.keys()
			.forEach((key) -> sessions.write(key, "sessionAttr:SPRING_SECURITY_CONTEXT",
					"{}".getBytes(StandardCharsets.UTF_8)));
		// As a minute later: a session that gets lost at once is something else
		browser.forgetAttempts();
		assertThat(browser.get("/").statusCode()).isEqualTo(302);
		assertThat(one.signedIn(browser, "zhangsan").get("/").statusCode()).isEqualTo(200);
	}

	@Test
	void whenMemberSignsInOverHttpsThenCookieIsSecure() {
		TestBrowser browser = one.inWeCom().with("X-Forwarded-Proto", "https");
		one.wecom().signInAs("zhangsan");
		HttpResponse<String> response = browser.get("/");
		while (browser.cookie("JSESSIONID") == null) {
			response = browser.get(TestBrowser.location(response).replaceFirst("^https://127.0.0.1(:443)?", ""));
		}
		assertThat(response.headers().allValues("Set-Cookie")).filteredOn((cookie) -> cookie.startsWith("JSESSIONID="))
			.singleElement()
			.asString()
			.contains("HttpOnly", "SameSite=Lax", "Secure");
	}

	@Test
	void whenMembersSignInThenRedisHoldsNoCredential() {
		TestBrowser browser = one.signedIn(one.inWeCom(), "zhangsan");
		two.signedIn(two.desktop(), "lisi");
		String dump = sessions.dump();
		assertThat(dump).contains("\"userId\":\"zhangsan\"");
		assertThat(Eavesdropper.credentials()).hasSizeGreaterThan(2).noneMatch(dump::contains);
		Matcher code = CODE.matcher(browser.visited().toString());
		assertThat(code.find()).isTrue();
		assertThat(dump).doesNotContain(code.group(1));
	}

	@Test
	void whenRedisIsAwayThenPagesSayThatAndHealWithIt() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.list = new CopyOnWriteArrayList<>();
		log.start();
		Logger logger = (Logger) LoggerFactory.getLogger("io.github.wecomlogin.app");
		// One that has seen no other outage
		try (RunningApplication fresh = node("spring.session.timeout=7m")) {
			logger.addAppender(log);
			TestBrowser browser = goThroughOutage(fresh, log);
			// The other node tells of the outage itself if it finds Redis later
			logger.detachAppender(log);
			await(() -> reaches(two));
			assertThat(two.inWeCom().withCookiesOf(browser).get("/").body()).contains("zhangsan");
		}
		finally {
			logger.detachAppender(log);
		}
		assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
	}

	private static TestBrowser goThroughOutage(RunningApplication one, ListAppender<ILoggingEvent> log) {
		TestBrowser browser = one.signedIn(one.inWeCom(), "zhangsan");
		redis.stop();
		assertOutage(browser.get("/"), "Temporarily unavailable");
		assertOutage(browser.get("/login"), "Temporarily unavailable");
		assertOutage(browser.with("Accept-Language", "zh-CN").get("/"), "请稍后再试");
		HttpResponse<String> json = browser.with("Accept", "application/json").get("/api/me");
		assertThat(json.statusCode()).isEqualTo(503);
		assertThat(json.headers().firstValue("Content-Type").orElse("")).contains("json");
		for (String path : List.of("/assets/app.css", "/favicon.ico", "/actuator/health/liveness",
				"/actuator/health/readiness")) {
			assertThat(browser.with("Accept", "*/*").get(path).statusCode()).as(path).isEqualTo(200);
		}
		assertThat(one.desktop().get("/login").statusCode()).isEqualTo(200);
		redis.start();
		browser.with("Accept", "text/html");
		browser.forgetAttempts();
		one.wecom().signInAs("zhangsan");
		await(() -> browser.open("/").statusCode() == 200);
		assertThat(browser.get("/").body()).contains("zhangsan");
		await(() -> browser.get("/").statusCode() == 200
				&& log.list.stream().anyMatch((event) -> event.getLevel() == Level.INFO));
		return browser;
	}

	@Test
	void whenNothingIsSharedThenThereIsNoRedis() {
		try (RunningApplication alone = new RunningApplication(WeComLoginApplication.class,
				"spring.autoconfigure.exclude=")) {
			ApplicationContext beans = alone.context();
			assertThat(beans.getBeanNamesForType(RedisConnectionFactory.class)).isEmpty();
			assertThat(beans.getBeanNamesForType(SessionRepository.class)).isEmpty();
			TestBrowser browser = alone.signedIn(alone.inWeCom(), "zhangsan");
			assertThat(browser.cookie("JSESSIONID")).isNotNull();
		}
	}

	@Test
	void whenSpringSessionIsExcludedThenOnlyTheRestIsShared() {
		try (RunningApplication application = node(RedisServerExtension.OWN_SESSIONS)) {
			ApplicationContext beans = application.context();
			assertThat(beans.getBeanNamesForType(RedisConnectionFactory.class)).hasSize(1);
			assertThat(beans.getBeanNamesForType(SessionRepository.class)).isEmpty();
			TestBrowser browser = application.signedIn(application.inWeCom(), "zhangsan");
			assertThat(sessions.keys()).isEmpty();
			redis.stop();
			assertThat(browser.get("/").statusCode()).isEqualTo(200);
		}
	}

	private static RunningApplication node(String property) {
		return new RunningApplication(EavesdroppedApplication.class,
				redis.asStore("wecom.store=Redis ", "wecom.scope=snsapi_privateinfo", property));
	}

	private static void assertOutage(HttpResponse<String> response, String text) {
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("Retry-After")).contains("5");
		assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
		assertThat(response.body()).contains(text).doesNotContainIgnoringCase("redis", "exception");
	}

	/**
	 * Whether a node finds Redis, which somebody with a session cookie makes it ask.
	 */
	private static boolean reaches(RunningApplication node) {
		TestBrowser browser = node.desktop();
		browser.setCookie("JSESSIONID", "bm9ib2R5");
		return browser.get("/login").statusCode() == 200;
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5)).until(condition);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ WeComLoginApplication.class, Eavesdropper.class })
	static class EavesdroppedApplication {

	}

}
