package io.github.wecomlogin.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.wecomlogin.fixture.RunningApplication;
import io.github.wecomlogin.fixture.TestBrowser;
import io.github.wecomlogin.store.RedisServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A hand-over on two nodes that share a real Redis.
 */
class TokenOnRedisTests {

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	private static RunningApplication one;

	private static RunningApplication two;

	@BeforeAll
	static void start() {
		String[] properties = redis.asStore(RedisServerExtension.OWN_SESSIONS);
		one = new RunningApplication(StatelessApplication.class, properties);
		two = one.another(StatelessApplication.class, properties);
	}

	@AfterAll
	static void stop() {
		two.close();
		one.close();
	}

	@Test
	void whenPostedToBothNodesAtOnceThenRedeemedOnce() throws Exception {
		one.wecom().signInAs("zhangsan");
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			for (int i = 0; i < 5; i++) {
				TestBrowser browser = one.inWeCom();
				browser.open("/oauth2/authorization/wecom");
				List<Callable<Integer>> posts = new ArrayList<>();
				for (int j = 0; j < 4; j++) {
					TestBrowser same = ((j % 2 == 0) ? one : two).inWeCom()
						.withCookiesOf(browser)
						.with("Content-Type", "application/json")
						.with("Sec-Fetch-Site", "same-origin");
					posts.add(() -> same.send("POST", "/wecom/token", null).statusCode());
				}
				List<Integer> statuses = new ArrayList<>();
				for (Future<Integer> post : executor.invokeAll(posts)) {
					statuses.add(post.get());
				}
				assertThat(statuses).containsExactlyInAnyOrder(200, 401, 401, 401);
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(one.bean(StatelessApplication.Issuer.class).issued.get()
				+ two.bean(StatelessApplication.Issuer.class).issued.get())
			.isEqualTo(5);
	}

}
