package io.github.wecomlogin.client;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.github.wecomlogin.client.StubServer.Reply;
import io.github.wecomlogin.client.StubServer.Request;
import io.github.wecomlogin.client.token.ApplicationTokenRefusal;
import io.github.wecomlogin.client.token.SharedApplicationTokenStore;
import io.github.wecomlogin.store.RedisServerExtension;
import io.github.wecomlogin.store.RedisSharedStore;
import io.github.wecomlogin.store.SealedStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ScanOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Four nodes, a real Redis, and one application token for all.
 */
@Timeout(60)
class RedisClusterTokensTests {

	private static final String TOKEN = "TheTokenOfTheApplication-";

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	private final AtomicInteger fetches = new AtomicInteger();

	private final List<Node> nodes = new ArrayList<>();

	private volatile String goodToken = TOKEN + 1;

	private volatile int refusal;

	private final StubServer server = new StubServer(this::reply);

	@BeforeEach
	void start() {
		redis.start();
		for (int i = 0; i < 4; i++) {
			this.nodes.add(node());
		}
		try (RedisConnection connection = this.nodes.get(0).connections().getConnection()) {
			connection.serverCommands().flushAll();
		}
		for (Node node : this.nodes) {
			until(() -> catchThrowable(() -> node.redis().get("warm")) == null);
		}
	}

	@AfterEach
	void close() {
		this.nodes.forEach(Node::close);
		this.server.close();
	}

	private Reply reply(Request request) {
		if (request.path().equals(ApiPaths.GETTOKEN)) {
			int n = this.fetches.incrementAndGet();
			return (this.refusal != 0) ? Reply.json("{\"errcode\":" + this.refusal + "}")
					: Reply.json("{\"errcode\":0,\"access_token\":\"" + TOKEN + n + "\",\"expires_in\":7200}");
		}
		return request.parameter("access_token").equals(this.goodToken)
				? Reply.json("{\"errcode\":0,\"userid\":\"" + request.parameter("userid") + "\"}")
				: Reply.json("{\"errcode\":40014}");
	}

	@Test
	void whenAllNodesAreColdOrMeetAWithdrawnTokenThenOneFetch() {
		for (int i = 1; i < 6; i++) {
			this.goodToken = TOKEN + i;
			assertThat(atOnce(50)).hasSize(200).containsOnlyNulls();
			assertThat(this.fetches).hasValue(i);
		}
	}

	@Test
	void whenNodeDiesWhileItFetchesThenTheOthersGoOnAfterItsLease() {
		assertThat(this.nodes.get(0).tokens().lease(TestClients.APPLICATION.tokenKey())).isNotNull();
		assertThat(atOnce(5)).containsOnlyNulls();
		assertThat(this.fetches).hasValue(1);
	}

	@Test
	void whenSecretIsRefusedThenOneNodeAsks() {
		this.refusal = 40001;
		assertThat(atOnce(10)).hasSize(40).doesNotContainNull();
		assertThat(this.fetches).hasValue(1);
	}

	@Test
	void whenRedisIsStoppedAndStartedThenNobodySeesItAndItHeals() {
		assertThat(atOnce(5)).containsOnlyNulls();
		redis.stop();
		assertThat(atOnce(5)).containsOnlyNulls();
		assertThat(this.fetches).hasValue(1);
		redis.start();
		until(() -> !dump().isEmpty());
		Node late = node();
		this.nodes.add(late);
		until(() -> catchThrowable(() -> late.redis().get("warm")) == null);
		assertThat(atOnce(5)).containsOnlyNulls();
		assertThat(this.fetches).hasValue(1);
		for (Node node : this.nodes) {
			until(() -> catchThrowable(() -> node.redis().get("warm")) == null);
		}
		this.goodToken = TOKEN + 2;
		assertThat(atOnce(20)).containsOnlyNulls();
		assertThat(this.fetches).hasValue(2);
	}

	@Test
	void whenRedisIsDownFromTheStartThenEachNodeFetchesForItself() {
		redis.stop();
		Node node = node();
		this.nodes.add(node);
		assertThat(resultOf(start(node))).isNull();
		assertThat(this.fetches).hasValue(1);
	}

	@Test
	void whenRedisIsReadThenNothingCanBeReadFromIt() {
		atOnce(1);
		this.nodes.get(0).tokens().lease(TestClients.APPLICATION.tokenKey());
		this.nodes.get(0)
			.tokens()
			.saveRefusal(TestClients.APPLICATION.tokenKey(), new ApplicationTokenRefusal("/cgi-bin/gettoken", 40001,
					Clock.systemUTC().instant().plusSeconds(9)));
		this.nodes.get(0).sealed().put("zhangsan", bytes("{\"userid\":\"zhangsan\"}"), Duration.ofMinutes(1));
		Map<String, String> dump = dump();
		assertThat(dump).hasSize(4);
		assertThat(dump).allSatisfy((key, value) -> {
			assertThat(key).matches("wecom-login:[A-Za-z0-9_-]{43}");
			assertThat(value).isNotEmpty();
			assertThat(key + value).doesNotContain(TOKEN, "token", "zhangsan", "userid", "gettoken", "cgi-bin", "40001",
					TestClients.APPLICATION.secret(), TestClients.APPLICATION.corpId(),
					Long.toString(TestClients.APPLICATION.agentId()));
		});
	}

	private Map<String, String> dump() {
		Map<String, String> dump = new HashMap<>();
		catchThrowable(() -> {
			try (RedisConnection connection = this.nodes.get(0).connections().getConnection()) {
				connection.keyCommands()
					.scan(ScanOptions.scanOptions().count(1000).build())
					.forEachRemaining((key) -> dump.put(text(key), text(connection.stringCommands().get(key))));
			}
		});
		return dump;
	}

	private Node node() {
		LettuceConnectionFactory connections = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", redis.port()),
				LettuceClientConfiguration.builder().shutdownTimeout(Duration.ZERO).build());
		connections.afterPropertiesSet();
		connections.start();
		RedisSharedStore store = new RedisSharedStore(connections);
		SealedStore sealed = new SealedStore(store, "wecom", TestClients.APPLICATION.deriveKey("name"),
				TestClients.APPLICATION.deriveKey("seal"), Clock.systemUTC());
		SharedApplicationTokenStore tokens = new SharedApplicationTokenStore(sealed, Clock.systemUTC());
		return new Node(connections, store, sealed, tokens,
				TestClients.client(TestClients.APPLICATION, this.server.url(), tokens, Clock.systemUTC()));
	}

	private List<Throwable> atOnce(int callers) {
		CountDownLatch start = new CountDownLatch(1);
		List<FutureTask<Throwable>> tasks = new ArrayList<>();
		for (int i = 0; i < callers; i++) {
			for (Node node : this.nodes) {
				tasks.add(start(node, start));
			}
		}
		start.countDown();
		return tasks.stream().map(RedisClusterTokensTests::resultOf).toList();
	}

	private static FutureTask<Throwable> start(Node node) {
		return start(node, new CountDownLatch(0));
	}

	private static FutureTask<Throwable> start(Node node, CountDownLatch start) {
		FutureTask<Throwable> task = new FutureTask<>(() -> {
			start.await();
			return catchThrowable(() -> assertThat(node.client().getUser("zhangsan", TestClients.time()).userId())
				.isEqualTo("zhangsan"));
		});
		new Thread(task).start();
		return task;
	}

	private static Throwable resultOf(FutureTask<Throwable> task) {
		try {
			return task.get();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void until(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			LockSupport.parkNanos(2_000_000);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	private record Node(LettuceConnectionFactory connections, RedisSharedStore redis, SealedStore sealed,
			SharedApplicationTokenStore tokens, WeComClient client) {

		void close() {
			this.client.close();
			this.redis.close();
			this.connections.destroy();
		}

	}

}
