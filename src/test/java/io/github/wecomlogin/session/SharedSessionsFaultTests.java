package io.github.wecomlogin.session;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.wecomlogin.app.WeComLoginApplication;
import io.github.wecomlogin.fixture.RedisSessions;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.store.RedisServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ready-made application whose sessions meet with what seldom happens.
 */
class SharedSessionsFaultTests {

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	private static RedisSessions sessions;

	private static RunningApplication one;

	private static RunningApplication two;

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

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
	void listen() {
		await(() -> reaches(one) && reaches(two));
		sessions.clear();
		this.log.list = new CopyOnWriteArrayList<>();
		this.log.start();
		((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(this.log);
	}

	@AfterEach
	void reset() {
		((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(this.log);
		one.wecom().reset();
		sessions.clear();
	}

	@Test
	void whenRedisTakesNothingThenLogSaysSoOnce() {
		// One that has seen no other outage
		try (RunningApplication fresh = node("spring.session.timeout=7m")) {
			TestBrowser browser = fresh.signedIn(fresh.inWeCom(), "zhangsan");
			sessions.refuseWrites(true);
			try {
				for (int i = 0; i < 5; i++) {
					HttpResponse<String> page = browser.with("Accept", "text/html").get("/");
					assertThat(page.statusCode()).isEqualTo(503);
					assertThat(page.body()).contains("Temporarily unavailable");
				}
			}
			finally {
				sessions.refuseWrites(false);
			}
			await(() -> browser.get("/").statusCode() == 200 && outages().contains(Level.INFO));
		}
		assertThat(outages()).containsExactly(Level.WARN, Level.INFO);
		assertThat(errors()).isEmpty();
	}

	@Test
	void whenRedisIsAwayThenOtherErrorsAreWhatTheyAre() {
		TestBrowser browser = one.signedIn(one.inWeCom(), "zhangsan");
		redis.stop();
		try {
			for (int i = 0; i < 2; i++) {
				HttpResponse<String> bad = browser.with("Accept", "text/html").get("/page;x");
				assertThat(bad.statusCode()).isEqualTo(400);
				assertThat(bad.body()).contains("Request failed");
			}
		}
		finally {
			redis.start();
		}
		assertThat(errors()).isEmpty();
		await(() -> one.inWeCom().withCookiesOf(browser).get("/").statusCode() != 503);
	}

	@Test
	void whenRedisIsAwayThenNobodyFillsTheLogByAskingForHealth() {
		redis.stop();
		try {
			for (int i = 0; i < 3; i++) {
				HttpResponse<String> health = one.desktop().get("/actuator/health");
				assertThat(health.statusCode()).isEqualTo(503);
				assertThat(health.body()).contains("DOWN").doesNotContainIgnoringCase("redis");
			}
		}
		finally {
			redis.start();
		}
		assertThat(this.log.list).extracting(ILoggingEvent::getFormattedMessage)
			.noneMatch((message) -> message.contains("health check failed"));
		await(() -> one.desktop().get("/actuator/health").statusCode() == 200);
	}

	@Test
	void whenSessionEndsDuringSignInThenMemberIsSignedIn() {
		TestBrowser browser = one.signedIn(one.inWeCom(), "zhangsan");
		String callback = browser.openUntil("/oauth2/authorization/wecom", "/login/oauth2/code/");
		one.wecom().delay("/cgi-bin/user/get", Duration.ofMillis(1500));
		CompletableFuture<HttpResponse<String>> signIn = CompletableFuture.supplyAsync(() -> browser.open(callback));
		await(() -> one.wecom().calls("/cgi-bin/user/get") > 1);
		sessions.clear();
		assertThat(signIn.join().statusCode()).isEqualTo(200);
	}

	@Test
	void whenMemberWithSessionComesBackTwiceThenBothAreSignedIn() {
		TestBrowser browser = one.signedIn(one.inWeCom(), "zhangsan");
		for (int i = 0; i < 5; i++) {
			String callback = browser.openUntil("/oauth2/authorization/wecom", "/login/oauth2/code/");
			String path = callback.substring(one.url().length());
			TestBrowser second = two.inWeCom().withCookiesOf(browser);
			CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> browser.open(path));
			assertThat(second.open(path).statusCode()).isEqualTo(200);
			assertThat(first.join().statusCode()).isEqualTo(200);
		}
	}

	@Test
	void whenSessionCannotBeReadThenNothingOfItIsLeftToTheNext() {
		TestBrowser browser = one.signedIn(one.inWeCom(), "zhangsan");
		sessions.keys().forEach((key) -> {
			sessions.write(key, "sessionAttr:SPRING_SECURITY_CONTEXT", "{}".getBytes(StandardCharsets.UTF_8));
			sessions.write(key, "sessionAttr:basket", "\"of zhangsan\"".getBytes(StandardCharsets.UTF_8));
		});
		browser.forgetAttempts();
		one.signedIn(browser, "lisi");
		assertThat(sessions.dump()).doesNotContain("of zhangsan");
	}

	/**
	 * Whether a node can look up a session, which this visitor seems to have.
	 */
	private static boolean reaches(RunningApplication node) {
		TestBrowser browser = node.desktop();
		browser.setCookie("JSESSIONID", "bm9ib2R5");
		return browser.get("/login").statusCode() == 200;
	}

	private List<String> errors() {
		return this.log.list.stream()
			.filter((event) -> event.getLevel() == Level.ERROR)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	private List<Level> outages() {
		return this.log.list.stream()
			.filter((event) -> event.getLoggerName().endsWith(".SessionOutage"))
			.map(ILoggingEvent::getLevel)
			.toList();
	}

	private static RunningApplication node(String property) {
		return new RunningApplication(WeComLoginApplication.class, redis.asStore(property));
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5)).until(condition);
	}

}
