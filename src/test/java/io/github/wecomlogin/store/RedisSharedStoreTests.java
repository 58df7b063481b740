package io.github.wecomlogin.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Two nodes and a real Redis.
 */
@Timeout(60)
class RedisSharedStoreTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	private final LettuceConnectionFactory connections = connections(redis.port());

	private final LettuceConnectionFactory otherConnections = connections(redis.port());

	private final RedisSharedStore store = patient(this.connections);

	private final RedisSharedStore other = patient(this.otherConnections);

	/**
	 * A busy machine may take longer than the time limit of requests.
	 */
	private static RedisSharedStore patient(LettuceConnectionFactory connections) {
		return new RedisSharedStore(StoreConnections.to(connections), Thread::new, Duration.ofSeconds(20));
	}

	@BeforeEach
	void clear() {
		redis.start();
		try (RedisConnection connection = this.connections.getConnection()) {
			connection.serverCommands().flushAll();
		}
	}

	@AfterEach
	void close() {
		this.store.close();
		this.other.close();
		this.connections.destroy();
		this.otherConnections.destroy();
	}

	@Test
	void whenSeveralAreAskedForThenEachIsAnsweredOnTheSameConnection() {
		this.store.put("one", bytes("1"), LONG);
		this.store.put("three", bytes("3"), LONG);
		List<byte[]> values = this.store.getAll(List.of("one", "two", "three"));
		assertThat(values).hasSize(3);
		assertThat(values.get(0)).isEqualTo(bytes("1"));
		assertThat(values.get(1)).isNull();
		assertThat(values.get(2)).isEqualTo(bytes("3"));
		long before = connectionsReceived();
		for (int i = 0; i < 20; i++) {
			this.store.getAll(List.of("one", "two", "three"));
		}
		assertThat(connectionsReceived() - before).isLessThanOrEqualTo(1);
	}

	@Test
	void whenOneOfSeveralIsNoValueThenTheOthersAreAnswered() {
		this.store.put("one", bytes("1"), LONG);
		try (RedisConnection connection = this.connections.getConnection()) {
			connection.listCommands().lPush(bytes("list"), bytes("x"));
			connection.stringCommands().set(bytes("large"), new byte[10 * RedisSharedStore.MAX_VALUE_BYTES]);
		}
		List<byte[]> values = this.store.getAll(List.of("list", "large", "one"));
		assertThat(values.get(0)).isNull();
		assertThat(values.get(1)).hasSizeLessThanOrEqualTo(RedisSharedStore.MAX_VALUE_BYTES + 1);
		assertThat(values.get(2)).isEqualTo(bytes("1"));
	}

	private long connectionsReceived() {
		try (RedisConnection connection = this.connections.getConnection()) {
			return Long.parseLong(connection.serverCommands().info("stats").getProperty("total_connections_received"));
		}
	}

	@Test
	void whenEntryIsPutThenTheOtherNodeHasIt() {
		this.store.put("key", bytes("value"), LONG);
		assertThat(this.other.get("key")).isEqualTo(bytes("value"));
		this.other.put("key", bytes("new"), LONG);
		assertThat(this.store.get("key")).isEqualTo(bytes("new"));
		assertThat(this.store.get("none")).isNull();
	}

	@Test
	void whenValueIsAnyBytesThenTheyComeBack() {
		byte[] value = new byte[256];
		for (int i = 0; i < value.length; i++) {
			value[i] = (byte) i;
		}
		this.store.put("key", value, LONG);
		assertThat(this.other.get("key")).isEqualTo(value);
		assertThat(this.other.replace("key", value, bytes("v"), LONG)).isTrue();
		assertThat(this.store.remove("key", bytes("v"))).isTrue();
	}

	@Test
	void whenManyPutAnAbsentEntryThenOneDoes() {
		List<FutureTask<Boolean>> tasks = new ArrayList<>();
		CountDownLatch start = new CountDownLatch(1);
		for (int i = 0; i < 20; i++) {
			SharedStore node = (i % 2 == 0) ? this.store : this.other;
			byte[] value = bytes("value-" + i);
			FutureTask<Boolean> task = new FutureTask<>(() -> {
				start.await();
				return node.putIfAbsent("key", value, LONG);
			});
			new Thread(task).start();
			tasks.add(task);
		}
		start.countDown();
		assertThat(tasks.stream().filter(RedisSharedStoreTests::resultOf)).hasSize(1);
	}

	@Test
	void whenEntryIsNotWhatItWasThenItIsNeitherReplacedNorRemoved() {
		this.store.put("key", bytes("one"), LONG);
		assertThat(this.other.replace("key", bytes("two"), bytes("three"), LONG)).isFalse();
		assertThat(this.other.remove("key", bytes("two"))).isFalse();
		assertThat(this.other.replace("none", bytes("one"), bytes("two"), LONG)).isFalse();
		assertThat(this.other.remove("none", bytes("one"))).isFalse();
		assertThat(this.store.get("key")).isEqualTo(bytes("one"));
		assertThat(this.store.get("none")).isNull();
	}

	@Test
	void whenEntryIsWhatItWasThenItIsReplacedAndRemoved() {
		this.store.put("key", bytes("one"), LONG);
		assertThat(this.other.replace("key", bytes("one"), bytes("two"), LONG)).isTrue();
		assertThat(this.store.get("key")).isEqualTo(bytes("two"));
		assertThat(this.store.remove("key", bytes("two"))).isTrue();
		assertThat(this.other.get("key")).isNull();
		assertThat(this.other.putIfAbsent("key", bytes("three"), LONG)).isTrue();
	}

	@Test
	void whenTimeIsOverThenEntryHasVanished() {
		Duration brief = Duration.ofMillis(50);
		this.store.put("put", bytes("v"), brief);
		this.store.putIfAbsent("absent", bytes("v"), brief);
		this.store.put("replaced", bytes("v"), LONG);
		this.store.replace("replaced", bytes("v"), bytes("w"), brief);
		until(() -> this.other.get("put") == null && this.other.get("absent") == null
				&& this.other.get("replaced") == null);
	}

	@Test
	void whenTimeIsProlongedThenEntryStays() {
		this.store.put("key", bytes("v"), Duration.ofSeconds(1));
		assertThat(this.store.replace("key", bytes("v"), bytes("v"), LONG)).isTrue();
		assertThat(timeToLive("key")).isGreaterThan(Duration.ofSeconds(50).toMillis());
	}

	@Test
	void whenTimeIsLessThanAMillisecondThenNoFailure() {
		this.store.put("key", bytes("v"), Duration.ofNanos(1));
		assertThat(this.store.putIfAbsent("other", bytes("v"), Duration.ZERO)).isTrue();
	}

	@Test
	void whenSomebodyPutsAHugeValueThenOnlyItsBeginningIsRead() {
		try (RedisConnection connection = this.connections.getConnection()) {
			connection.stringCommands().set(bytes("key"), new byte[10 * RedisSharedStore.MAX_VALUE_BYTES]);
		}
		assertThat(this.store.get("key")).hasSizeLessThanOrEqualTo(RedisSharedStore.MAX_VALUE_BYTES + 1);
	}

	@Test
	void whenRedisStopsAndIsBackThenStoreHealsWithoutRestart() {
		this.store.put("key", bytes("v"), LONG);
		redis.stop();
		Throwable failure = catchThrowable(() -> this.store.get("key"));
		assertThat(failure).isInstanceOf(SharedStoreException.class).hasNoCause();
		assertThat(failure.getMessage()).doesNotContain("key");
		assertThat(this.store.isAvailable()).isFalse();
		redis.start();
		until(() -> catchThrowable(() -> this.store.put("key", bytes("w"), LONG)) == null);
		assertThat(this.store.isAvailable()).isTrue();
		until(() -> catchThrowable(() -> this.other.get("key")) == null);
		assertThat(this.other.get("key")).isEqualTo(bytes("w"));
	}

	@Test
	void whenRedisIsDownThenAlmostNobodyWaitsForIt() throws IOException {
		try (ServerSocket silent = silentServer()) {
			LettuceConnectionFactory connections = connections(silent.getLocalPort());
			RedisSharedStore store = new RedisSharedStore(connections);
			long start = System.nanoTime();
			for (int i = 0; i < 10_000; i++) {
				assertThatExceptionOfType(SharedStoreException.class).isThrownBy(() -> store.get("key"));
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
			store.close();
			connections.destroy();
		}
	}

	@Test
	void whenRedisHangsThenCallersAreFreedAndThreadsAreFew() throws IOException {
		try (ServerSocket silent = silentServer()) {
			// A client that itself waits for a minute
			LettuceConnectionFactory connections = connections(silent.getLocalPort());
			RedisSharedStore store = new RedisSharedStore(connections);
			CountDownLatch start = new CountDownLatch(1);
			List<FutureTask<Throwable>> tasks = new ArrayList<>();
			for (int i = 0; i < 300; i++) {
				FutureTask<Throwable> task = new FutureTask<>(() -> {
					start.await();
					return catchThrowable(() -> store.get("key"));
				});
				new Thread(task).start();
				tasks.add(task);
			}
			start.countDown();
			assertThat(tasks).extracting(RedisSharedStoreTests::resultOf)
				.allSatisfy((failure) -> assertThat(failure).isInstanceOf(SharedStoreException.class));
			assertThat(threads()).hasSizeLessThanOrEqualTo(4);
			store.close();
			connections.destroy();
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void whenRedisReadsButDoesNotWriteThenThatIsSaidOnce(CapturedOutput output) {
		this.store.put("key", bytes("v"), LONG);
		execute("REPLICAOF", "127.0.0.1", "1");
		execute("CONFIG", "SET", "replica-serve-stale-data", "yes");
		// Longer than two probes
		long end = System.nanoTime() + Duration.ofMillis(2500).toNanos();
		while (System.nanoTime() - end < 0) {
			catchThrowable(() -> this.store.get("key"));
			catchThrowable(() -> this.store.put("key", bytes("w"), LONG));
			LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
		}
		assertThat(output.getAll().split("is not available: .*READONLY", -1)).hasSize(2);
		assertThat(output).doesNotContain("available again");
		assertThat(this.store.get("key")).isEqualTo(bytes("v"));
		assertThat(this.store.isAvailable()).isFalse();
		execute("REPLICAOF", "NO", "ONE");
		until(() -> catchThrowable(() -> this.store.put("key", bytes("w"), LONG)) == null);
		assertThat(output).contains("available again");
	}

	private void execute(String command, String... arguments) {
		try (RedisConnection connection = this.otherConnections.getConnection()) {
			connection.execute(command,
					Arrays.stream(arguments).map(RedisSharedStoreTests::bytes).toArray(byte[][]::new));
		}
	}

	@Test
	void whenRedisPausesThenItHealsWhenItGoesOn() {
		this.store.put("key", bytes("v"), LONG);
		try (RedisConnection connection = this.otherConnections.getConnection()) {
			connection.execute("CLIENT", bytes("PAUSE"), bytes("2500"), bytes("ALL"));
		}
		assertThatExceptionOfType(SharedStoreException.class).isThrownBy(() -> this.store.get("key"));
		assertThatExceptionOfType(SharedStoreException.class).isThrownBy(() -> this.store.get("key"));
		until(() -> catchThrowable(() -> this.store.get("key")) == null);
		assertThat(this.store.get("key")).isEqualTo(bytes("v"));
	}

	@Test
	void whenRedisRefusesThenItsErrorIsSaidWithoutKeyAndValue() {
		try (RedisConnection connection = this.connections.getConnection()) {
			connection.listCommands().lPush(bytes("the-key"), bytes("v"));
		}
		assertThatExceptionOfType(SharedStoreException.class).isThrownBy(() -> this.store.get("the-key"))
			.withMessageContaining("WRONGTYPE")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("the-key"));
	}

	@Test
	void whenWaiterIsInterruptedThenWaitEndsAndStoreIsNotDown() throws Exception {
		// Or the answer could be there before the wait begins
		try (RedisConnection connection = this.connections.getConnection()) {
			connection.execute("CLIENT", bytes("PAUSE"), bytes("200"), bytes("ALL"));
		}
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(SharedStoreException.class).isThrownBy(() -> this.store.get("key"));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.store.get("key")).isNull();
	}

	@Test
	void whenNoThreadCanBeStartedThenFailureAndItHealsAsSoonAsOneCan() {
		AtomicBoolean exhausted = new AtomicBoolean(true);
		RedisSharedStore store = new RedisSharedStore(StoreConnections.to(this.connections), (work) -> {
			if (exhausted.get()) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			return new Thread(work);
		});
		assertThatExceptionOfType(SharedStoreException.class).isThrownBy(() -> store.get("key"));
		exhausted.set(false);
		until(() -> catchThrowable(() -> store.get("key")) == null);
		store.close();
	}

	@Test
	void whenConnectingTakesLongerThanCallersWaitThenStoreHealsToo() {
		RedisSharedStore store = new RedisSharedStore(new SlowConnections(), Thread::new);
		assertThatExceptionOfType(SharedStoreException.class).isThrownBy(() -> store.get("key"));
		until(() -> catchThrowable(() -> store.get("key")) == null);
		store.close();
	}

	@Test
	void whenStoreIsClosedThenItsThreadsEndAndTheConnectionsStay() {
		this.store.put("key", bytes("v"), LONG);
		this.store.close();
		assertThatExceptionOfType(SharedStoreException.class).isThrownBy(() -> this.store.get("key"));
		try (RedisConnection connection = this.connections.getConnection()) {
			assertThat(connection.ping()).isEqualTo("PONG");
		}
	}

	private long timeToLive(String key) {
		try (RedisConnection connection = this.connections.getConnection()) {
			return connection.keyCommands().pTtl(bytes(key));
		}
	}

	private static List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("wecom-store-"))
			.filter((thread) -> thread.isAlive())
			.toList();
	}

	/**
	 * Takes connections and never says anything.
	 */
	private static ServerSocket silentServer() throws IOException {
		return new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
	}

	static LettuceConnectionFactory connections(int port) {
		LettuceConnectionFactory connections = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", port),
				LettuceClientConfiguration.builder().shutdownTimeout(Duration.ZERO).build());
		connections.afterPropertiesSet();
		connections.start();
		return connections;
	}

	private static <T> T resultOf(FutureTask<T> task) {
		try {
			return task.get();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void until(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			assertThat(Thread.interrupted()).as("timed out").isFalse();
			LockSupport.parkNanos(2_000_000);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Fails once, and then takes longer to connect than a caller waits.
	 */
	private final class SlowConnections implements StoreConnections {

		private boolean failed;

		private boolean connected;

		@Override
		public synchronized RedisConnection get() {
			if (!this.failed) {
				this.failed = true;
				throw new IllegalStateException("away");
			}
			if (!this.connected) {
				LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
				this.connected = true;
			}
			return RedisSharedStoreTests.this.connections.getConnection();
		}

		@Override
		public synchronized void reset() {
			this.connected = false;
		}

		@Override
		public void close() {
		}

	}

}
