package io.github.wecomlogin.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.store.RedisServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes that meet in a real Redis, also while it is away.
 */
class SeveralNodesOnRedisTests {

	private static final String CALLBACK = "/login/oauth2/code/";

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	private static RunningApplication one;

	private static RunningApplication two;

	@BeforeAll
	static void start() {
		// Each node keeps its own sessions, so that members stay signed in without Redis
		String[] properties = Stream
			.concat(Stream.of(redis.properties()),
					Stream.of("wecom.store=redis",
							"spring.autoconfigure.exclude=" + SessionDataRedisAutoConfiguration.class.getName()))
			.toArray(String[]::new);
		one = new RunningApplication(ProtectedApplication.class, properties);
		two = one.another(ProtectedApplication.class, properties);
	}

	@AfterAll
	static void stop() {
		two.close();
		one.close();
	}

	@Test
	void whenMemberUsesBothNodesThenTheyActAsOneAlsoAfterRedisWasAway() throws Exception {
		actAsOne("zhangsan");
		redis.stop();
		one.wecom().signInAs("wangwu");
		assertThat(one.desktop().open("/page").statusCode()).isEqualTo(200);
		assertThat(two.desktop().open("/page").statusCode()).isEqualTo(200);
		redis.start();
		long end = System.nanoTime() + 20_000_000_000L;
		while (!isShared("wangwu")) {
			assertThat(System.nanoTime()).as("healed").isLessThan(end);
			// Each try brings a code that is rejected, and an address may bring only 40
			TimeUnit.MILLISECONDS.sleep(500);
		}
		actAsOne("lisi");
	}

	private static boolean isShared(String userId) {
		one.wecom().signInAs(userId);
		int before = one.wecom().calls(SimulatedWeCom.GETUSERINFO);
		TestBrowser browser = one.desktop();
		String callback = browser.openUntil("/page", CALLBACK);
		TestBrowser same = one.desktop().withCookiesOf(browser);
		assertThat(browser.open(callback).statusCode()).isEqualTo(200);
		assertThat(same.open(onTwo(callback)).body()).contains("\"userId\":\"" + userId + "\"");
		// Each node has sent the code once; without the store, node two needs another
		// code
		return one.wecom().calls(SimulatedWeCom.GETUSERINFO) == before + 2;
	}

	private static void actAsOne(String userId) throws Exception {
		one.wecom().signInAs(userId);
		int before = one.wecom().calls(SimulatedWeCom.GETUSERINFO);
		TestBrowser browser = one.inWeCom();
		String callback = browser.openUntil("/page", CALLBACK);
		TestBrowser withOldCookies = one.inWeCom().withCookiesOf(browser);
		TestBrowser signedIn = one.inWeCom().withCookiesOf(browser);
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			List<Callable<String>> callbacks = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				TestBrowser same = one.inWeCom().withCookiesOf(browser);
				String address = (i % 2 == 0) ? callback : onTwo(callback);
				callbacks.add(() -> same.open(address).body());
			}
			for (Future<String> page : executor.invokeAll(callbacks)) {
				assertThat(page.get()).contains("\"userId\":\"" + userId + "\"");
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(signedIn.open(callback).statusCode()).isEqualTo(200);
		one.signOut(signedIn);
		assertThat(one.wecom().calls(SimulatedWeCom.GETUSERINFO)).isBetween(before + 1, before + 3);
		int spent = one.wecom().calls(SimulatedWeCom.GETUSERINFO);
		boolean refused = withOldCookies.open(onTwo(callback))
			.uri()
			.toString()
			.equals(two.url() + "/login?error=code_rejected");
		// A node that never had the result sends the member to WeCom for a new code
		assertThat(one.wecom().calls(SimulatedWeCom.GETUSERINFO)).isEqualTo(refused ? spent : spent + 1);
	}

	private static String onTwo(String callback) {
		return callback.replace(one.url(), two.url());
	}

}
