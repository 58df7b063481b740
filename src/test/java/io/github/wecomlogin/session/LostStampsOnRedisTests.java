package io.github.wecomlogin.session;

import java.util.Set;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.store.RedisServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes with sessions in memory, when Redis loses what it was given.
 */
class LostStampsOnRedisTests {

	private static final String CORP_ID = SimulatedWeCom.CORP_ID;

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	private static RunningApplication one;

	private static RunningApplication two;

	@BeforeAll
	static void start() {
		String[] properties = redis.asStore(RedisServerExtension.OWN_SESSIONS);
		one = new RunningApplication(LeaverTests.Application.class, properties);
		two = one.another(LeaverTests.Application.class, properties);
	}

	@AfterAll
	static void stop() {
		two.close();
		one.close();
	}

	@BeforeEach
	void reset() {
		one.wecom().reset();
	}

	@Test
	void whenRedisIsFlushedThenAnEndedSessionStaysEnded() {
		TestBrowser browser = two.signedIn(two.desktop(), "zhangsan");
		end("zhangsan");
		flush();
		assertThat(browser.open("/page").body()).contains("You have been signed out");
	}

	@Test
	void whenRedisIsFlushedTwiceThenAnEndedSessionStaysEnded() {
		TestBrowser browser = two.signedIn(two.desktop(), "zhangsan");
		TestBrowser other = two.signedIn(two.desktop(), "lisi");
		end("zhangsan");
		flush();
		assertThat(other.get("/page").statusCode()).isEqualTo(200);
		flush();
		assertThat(browser.open("/page").body()).contains("You have been signed out");
	}

	@Test
	void whenRedisIsFlushedThenOtherSessionsAreCheckedAndGoOn() {
		TestBrowser onOne = one.signedIn(one.desktop(), "wangwu");
		TestBrowser onTwo = two.signedIn(two.desktop(), "wangwu");
		flush();
		int calls = one.wecom().calls(SimulatedWeCom.GETUSER);
		for (int i = 0; i < 3; i++) {
			assertThat(onOne.get("/page").statusCode()).isEqualTo(200);
			assertThat(onTwo.get("/page").statusCode()).isEqualTo(200);
		}
		assertThat(one.wecom().calls(SimulatedWeCom.GETUSER) - calls).as("one for each node").isEqualTo(2);
	}

	@Test
	void whenRedisIsFlushedThenALeaverIsFound() {
		TestBrowser browser = two.signedIn(two.desktop(), "zhangsan");
		one.wecom().company().remove("zhangsan");
		flush();
		assertThat(browser.open("/page").uri().toString()).endsWith("error=not_visible");
	}

	@Test
	void whenAnyEntryIsEvictedThenAnEndedSessionStaysEnded() {
		signInAndEnd();
		Set<String> keys = keys();
		assertThat(keys).isNotEmpty();
		for (String key : keys) {
			TestBrowser browser = signInAndEnd();
			template().delete(key);
			two.receiveChanges();
			assertThat(browser.open("/page").body()).contains("You have been signed out");
		}
	}

	@Test
	void whenMemberSignsInAfterTheEndThenSessionGoesOnAfterAFlush() {
		two.signedIn(two.desktop(), "zhangsan");
		end("zhangsan");
		TestBrowser browser = two.signedIn(two.desktop(), "zhangsan");
		flush();
		for (int i = 0; i < 3; i++) {
			assertThat(browser.get("/page").statusCode()).isEqualTo(200);
		}
	}

	private static TestBrowser signInAndEnd() {
		TestBrowser browser = two.signedIn(two.desktop(), "zhangsan");
		end("zhangsan");
		return browser;
	}

	private static void end(String userId) {
		one.bean(WeComSessions.class).endAll(CORP_ID, userId);
		two.receiveChanges();
	}

	private static void flush() {
		template().execute((RedisCallback<Object>) (connection) -> {
			connection.serverCommands().flushAll();
			return null;
		});
		one.receiveChanges();
		two.receiveChanges();
	}

	private static Set<String> keys() {
		return template().keys("wecom-login:*");
	}

	private static StringRedisTemplate template() {
		return one.bean(StringRedisTemplate.class);
	}

}
