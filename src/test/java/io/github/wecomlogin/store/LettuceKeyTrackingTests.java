package io.github.wecomlogin.store;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Two nodes and a real Redis that announces changes. The time of the nodes stands still,
 * so that announcements stay complete however slow the machine is.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class LettuceKeyTrackingTests {

	private static final String UNTRACKED = "Redis does not announce changes";

	private static final Duration LONG = Duration.ofHours(1);

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	private final LettuceConnectionFactory connections = RedisSharedStoreTests.connections(redis.port());

	private final List<AutoCloseable> opened = new ArrayList<>();

	private final AtomicLong time = new AtomicLong();

	private Node one;

	private Node two;

	@BeforeEach
	void start() {
		redis.start();
		execute("FLUSHALL");
		this.one = node(this.connections);
		this.two = node(this.connections);
		this.one.awaitTracking();
		this.two.put("name", "old");
		this.one.settle();
		assertThat(this.one.value("name")).isEqualTo("old");
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.opened) {
			each.close();
		}
		this.connections.destroy();
	}

	@Test
	void whenNothingChangesThenRedisIsAskedNothing() {
		assertThat(reads(() -> {
			for (int i = 0; i < 20; i++) {
				assertThat(this.one.value("name")).isEqualTo("old");
			}
		})).isZero();
	}

	@Test
	void whenAnotherNodeChangesAnEntryThenItIsReadAgain() {
		this.one.put("other", "same");
		this.one.settle();
		this.one.value("other");
		this.two.put("name", "new");
		this.one.settle();
		assertThat(this.one.value("name")).isEqualTo("new");
		assertThat(reads(() -> this.one.value("name"))).isZero();
		this.two.remove("name");
		this.one.settle();
		assertThat(this.one.value("name")).isNull();
	}

	@Test
	void whenRedisIsFlushedThenNothingIsCached() {
		execute("FLUSHALL");
		this.one.settle();
		assertThat(this.one.value("name")).isNull();
	}

	@Test
	void whenEntryExpiresThenItIsNotCached() {
		this.two.store.put("brief", new byte[] { '1' }, LONG);
		this.one.value("brief");
		keys().forEach((key) -> execute("PEXPIREAT", key, "1"));
		this.one.settle();
		assertThat(this.one.value("brief")).isNull();
	}

	@Test
	void whenConnectionIsKilledThenRedisIsAskedUntilTrackingIsBack() {
		kill();
		until(() -> !this.one.redis.announcesChanges());
		this.two.awaitRedis();
		this.two.put("name", "new");
		this.one.awaitRedis();
		assertThat(this.one.value("name")).isEqualTo("new");
		this.one.awaitTracking();
		assertThat(this.one.value("name")).isEqualTo("new");
		this.two.put("name", "newer");
		this.one.settle();
		assertThat(this.one.value("name")).isEqualTo("newer");
		assertThat(reads(() -> this.one.value("name"))).isZero();
	}

	@Test
	void whenConnectionIsReplacedThenTrackingFollows() {
		this.one.connections.reset();
		assertThat(this.one.redis.announcesChanges()).isFalse();
		this.two.put("name", "new");
		assertThat(this.one.value("name")).isEqualTo("new");
		this.one.awaitTracking();
		this.one.value("name");
		this.two.put("name", "newer");
		this.one.settle();
		assertThat(this.one.value("name")).isEqualTo("newer");
	}

	@Test
	void whenRedisRestartsThenNothingOfBeforeIsCached() {
		redis.stop();
		until(() -> !this.one.redis.announcesChanges());
		assertThat(catchThrowable(() -> this.one.value("name"))).isInstanceOf(SharedStoreException.class);
		redis.start();
		this.one.awaitRedis();
		assertThat(this.one.value("name")).isNull();
		this.one.awaitTracking();
		assertThat(this.one.value("name")).isNull();
		this.two.awaitRedis();
		this.two.put("name", "new");
		this.one.settle();
		assertThat(this.one.value("name")).isEqualTo("new");
		assertThat(reads(() -> this.one.value("name"))).isZero();
	}

	@Test
	void whenRedisHasNotAnsweredForASecondThenItIsAsked() {
		this.time.addAndGet(LettuceKeyTracking.VALIDITY.toNanos());
		assertThat(this.one.redis.announcesChanges()).isFalse();
		assertThat(reads(() -> this.one.value("name"))).isEqualTo(1);
		assertThat(reads(() -> this.one.value("name"))).as("answered").isZero();
	}

	@Test
	void whenTrackingIsForbiddenThenEachReadAsksAndThatIsSaidOnce(CapturedOutput output) {
		execute("ACL", "SETUSER", "limited", "on", ">secret", "~*", "&*", "+@all", "-client");
		RedisStandaloneConfiguration server = new RedisStandaloneConfiguration("127.0.0.1", redis.port());
		server.setUsername("limited");
		server.setPassword("secret");
		assertUntracked(server, ClientOptions.create(), output);
		assertThat(output).contains("NOPERM");
	}

	@Test
	void whenClientIsSetToResp2ThenEachReadAsksAndThatIsSaidOnce(CapturedOutput output) {
		assertUntracked(new RedisStandaloneConfiguration("127.0.0.1", redis.port()),
				ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build(), output);
	}

	@Test
	void whenAnotherConnectionIsClosedThenTrackingGoesOn() {
		LettuceConnectionFactory replaced = RedisSharedStoreTests.connections(redis.port());
		this.opened.add(replaced::destroy);
		LettuceKeyTracking tracking = new LettuceKeyTracking("wecom-login:", this.time::get);
		try (RedisConnection before = replaced.getConnection();
				RedisConnection after = this.connections.getConnection()) {
			tracking.follow(after);
			until(() -> isComplete(tracking));
			tracking.onRedisDisconnected(handler(before));
			assertThat(isComplete(tracking)).isTrue();
			tracking.onRedisDisconnected(handler(after));
			assertThat(isComplete(tracking)).isFalse();
		}
	}

	@Test
	void whenConnectionIsTrackedAlreadyThenItCanBeTrackedAgain(CapturedOutput output) {
		LettuceKeyTracking tracking = new LettuceKeyTracking("wecom-login:", this.time::get);
		try (RedisConnection connection = this.connections.getConnection()) {
			tracking.follow(connection);
			until(() -> isComplete(tracking));
			tracking.stop();
			tracking.follow(connection);
			until(() -> isComplete(tracking) || output.getAll().contains(UNTRACKED));
			assertThat(isComplete(tracking)).isTrue();
		}
	}

	private static boolean isComplete(LettuceKeyTracking tracking) {
		tracking.answered(tracking.time());
		return tracking.isComplete();
	}

	// Spring Data gives no other access to the connection
	@SuppressWarnings("deprecation")
	private static RedisChannelHandler<?, ?> handler(RedisConnection connection) {
		return (RedisChannelHandler<?, ?>) ((RedisAsyncCommands<?, ?>) connection.getNativeConnection())
			.getStatefulConnection();
	}

	private void assertUntracked(RedisStandaloneConfiguration server, ClientOptions options, CapturedOutput output) {
		LettuceConnectionFactory limited = new LettuceConnectionFactory(server,
				LettuceClientConfiguration.builder().clientOptions(options).shutdownTimeout(Duration.ZERO).build());
		limited.afterPropertiesSet();
		this.opened.add(limited::destroy);
		Node node = node(limited);
		node.value("name");
		until(() -> output.getAll().contains(UNTRACKED));
		for (int i = 0; i < 3; i++) {
			this.two.put("name", "new-" + i);
			assertThat(node.value("name")).isEqualTo("new-" + i);
			this.time.addAndGet(LONG.toNanos());
		}
		node.redis.start();
		node.settle();
		assertThat(node.redis.announcesChanges()).isFalse();
		assertThat(output.getAll().split(UNTRACKED, -1)).hasSize(2);
	}

	private Node node(LettuceConnectionFactory application) {
		LettuceStoreConnections connections = LettuceStoreConnections.to(application, this.time::get);
		RedisSharedStore redis = new RedisSharedStore(connections, Thread::new);
		this.opened.add(redis);
		return new Node(connections, redis,
				new SealedStore(redis, "owner", new byte[32], new byte[32], Clock.systemUTC()));
	}

	private void kill() {
		try (RedisConnection connection = this.connections.getConnection()) {
			((RedisAsyncCommands<?, ?>) connection.getNativeConnection())
				.clientKill(KillArgs.Builder.typeNormal().skipme(true))
				.toCompletableFuture()
				.join();
		}
	}

	private List<String> keys() {
		try (RedisConnection connection = this.connections.getConnection()) {
			return connection.keyCommands()
				.keys(bytes("wecom-login:*"))
				.stream()
				.map((key) -> new String(key, StandardCharsets.UTF_8))
				.toList();
		}
	}

	private long reads(Runnable work) {
		long before = reads();
		work.run();
		return reads() - before;
	}

	private long reads() {
		try (RedisConnection connection = this.connections.getConnection()) {
			String calls = connection.serverCommands().info("commandstats").getProperty("cmdstat_getrange", "calls=0,");
			return Long.parseLong(calls.substring("calls=".length(), calls.indexOf(',')));
		}
	}

	private void execute(String command, String... arguments) {
		try (RedisConnection connection = this.connections.getConnection()) {
			connection.execute(command,
					Arrays.stream(arguments).map(LettuceKeyTrackingTests::bytes).toArray(byte[][]::new));
		}
	}

	private static void until(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			assertThat(Thread.interrupted()).as("timed out").isFalse();
			LockSupport.parkNanos(1_000_000);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private record Node(LettuceStoreConnections connections, RedisSharedStore redis, SealedStore store) {

		void awaitRedis() {
			until(() -> catchThrowable(this::settle) == null);
		}

		void awaitTracking() {
			until(() -> catchThrowable(this::settle) == null && this.redis.announcesChanges());
		}

		/**
		 * Waits for a response, before which Redis has sent all earlier changes.
		 */
		void settle() {
			this.redis.getAll(List.of());
		}

		void put(String name, String value) {
			this.store.put(name, bytes(value), LONG);
		}

		void remove(String name) {
			this.store.remove(this.store.get(name));
		}

		String value(String name) {
			SealedStore.Entry entry = this.store.getAllCached(List.of(name)).get(0);
			return (entry != null) ? new String(entry.value(), StandardCharsets.UTF_8) : null;
		}

	}

}
