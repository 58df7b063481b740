package io.github.wecomlogin.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.wecomlogin.fixture.ProtectedApplication;
import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.store.RedisServerExtension;
import io.github.wecomlogin.user.Account;
import io.github.wecomlogin.user.Stamps;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
		String[] properties = redis.asStore(RedisServerExtension.OWN_SESSIONS);
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
		await(() -> stamps(one).equals(stamps(two)));
		actAsOne("lisi");
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5)).until(condition);
	}

	private static Stamps stamps(RunningApplication node) {
		WeComRegistration registration = node.bean(WeComRegistrations.class).iterator().next();
		return node.bean(ChangeStamps.class)
			.current(registration, Account.of(registration.application().corpId(), "lisi"));
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
		// Each node sends the code once; the two browsers of the node that comes second
		// are
		// sent to WeCom once more if the result is not in the store in time
		assertThat(one.wecom().calls(SimulatedWeCom.GETUSERINFO)).isBetween(before + 1, before + 4);
		int spent = one.wecom().calls(SimulatedWeCom.GETUSERINFO);
		String page = withOldCookies.open(onTwo(callback)).uri().toString();
		boolean refused = page.startsWith(two.url() + "/login?error=code_rejected&ref=");
		// A node that never had the result sends the member to WeCom for a new code
		assertThat(one.wecom().calls(SimulatedWeCom.GETUSERINFO)).as(page).isEqualTo(refused ? spent : spent + 1);
	}

	private static String onTwo(String callback) {
		return callback.replace(one.url(), two.url());
	}

}
