package io.github.wecomlogin.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStringCommands.SetOption;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.types.Expiration;

/**
 * Stores entries in Redis 6.2 or later or Valkey, single or as a cluster. Opens a
 * connection of its own if the application uses Lettuce, and shares the application's
 * connections otherwise.
 * <p>
 * An operation waits for at most 500 ms, whatever timeout the client has. After a
 * failure, operations fail fast and one per second probes the store with a new
 * connection. At most 4 operations run and 256 wait concurrently.
 */
public final class RedisSharedStore implements SharedStore, AutoCloseable {

	/**
	 * Maximum bytes read of a value. Larger values are not from this library.
	 */
	static final int MAX_VALUE_BYTES = 64 * 1024;

	private static final int THREADS = 4;

	private static final int MAX_QUEUED = 256;

	private static final Duration TIME_LIMIT = Duration.ofMillis(500);

	/**
	 * More than the timeouts of Lettuce, 10 seconds to connect and 60 for a response.
	 */
	private static final Duration TIME_LIMIT_OF_COMMANDS = Duration.ofMinutes(2);

	/**
	 * Returns an empty string for keys of another type.
	 */
	private static final byte[] READ_ALL = script("""
			local values = {}
			for i, key in ipairs(KEYS) do
				local value = redis.pcall('getrange', key, 0, ARGV[1])
				values[i] = type(value) == 'string' and value or ''
			end
			return values
			""");

	private static final byte[] REPLACE = script("""
			if redis.call('get', KEYS[1]) == ARGV[1] then
				redis.call('set', KEYS[1], ARGV[2], 'PX', ARGV[3])
				return 1
			end
			return 0
			""");

	private static final byte[] REMOVE = script("""
			if redis.call('get', KEYS[1]) == ARGV[1] then
				return redis.call('del', KEYS[1])
			end
			return 0
			""");

	private final StoreConnections connections;

	private final Duration timeLimit;

	private final AtomicBoolean hasFailed = new AtomicBoolean();

	private final StoreAvailability availability = new StoreAvailability();

	private final ThreadPoolExecutor executor;

	/**
	 * Creates a store. Connects when first used.
	 * @param connections the connection factory of the application, which is not changed
	 */
	public RedisSharedStore(RedisConnectionFactory connections) {
		this(StoreConnections.to(connections), daemons());
	}

	RedisSharedStore(StoreConnections connections, ThreadFactory threads) {
		this(connections, threads, TIME_LIMIT);
	}

	RedisSharedStore(StoreConnections connections, ThreadFactory threads, Duration timeLimit) {
		this.connections = connections;
		this.timeLimit = timeLimit;
		this.executor = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MAX_QUEUED), threads);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Returns a store that uses the connections of the application, and whose operations
	 * have the timeouts of its client: a new JVM takes longer to connect than the time
	 * limit of requests.
	 * @param connections the connection factory of the application, which is not changed
	 */
	public static RedisSharedStore forCommands(RedisConnectionFactory connections) {
		return new RedisSharedStore(new StoreConnections.ApplicationConnections(connections), daemons(),
				TIME_LIMIT_OF_COMMANDS);
	}

	private static ThreadFactory daemons() {
		AtomicInteger started = new AtomicInteger();
		return (work) -> {
			Thread thread = new Thread(work, "wecom-store-" + started.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	/**
	 * Connects in the background, so that the first operation need not wait for the
	 * connection and a failure is logged at startup.
	 */
	public void start() {
		this.executor.execute(() -> {
			try (RedisConnection connection = this.connections.get()) {
				connection.ping();
			}
			catch (IllegalStateException ex) {
				// The application is shutting down
			}
			catch (RuntimeException ex) {
				failed(RedisFailures.describe(ex), false);
			}
		});
	}

	@Override
	public byte @Nullable [] get(String key) {
		return present(call(StoreOperation.READ, (connection) -> read(connection, key)));
	}

	/**
	 * Reads all values in one round trip, except in a cluster. Uses a script, because
	 * Lettuce opens a connection per pipeline.
	 */
	@Override
	public List<byte @Nullable []> getAll(List<String> keys) {
		List<byte[]> values = call(StoreOperation.READ, (connection) -> {
			// Keys are spread over the nodes of a cluster
			if (connection instanceof RedisClusterConnection) {
				return keys.stream().map((key) -> read(connection, key)).toList();
			}
			return connection.scriptingCommands()
				.<List<byte[]>>eval(READ_ALL, ReturnType.MULTI, keys.size(),
						Stream.concat(keys.stream(), Stream.of(Integer.toString(MAX_VALUE_BYTES)))
							.map(RedisSharedStore::bytes)
							.toArray(byte[][]::new));
		});
		if (values == null || values.size() != keys.size()) {
			throw new SharedStoreException("The shared store returned an incomplete result");
		}
		return values.stream().map(RedisSharedStore::present).toList();
	}

	private static byte @Nullable [] read(RedisConnection connection, String key) {
		return connection.stringCommands().getRange(bytes(key), 0, MAX_VALUE_BYTES);
	}

	private static byte @Nullable [] present(byte @Nullable [] value) {
		return (value != null && value.length > 0) ? value : null;
	}

	@Override
	public void put(String key, byte[] value, Duration timeToLive) {
		call(StoreOperation.PUT,
				(connection) -> connection.stringCommands().pSetEx(bytes(key), millis(timeToLive), value));
	}

	@Override
	@SuppressWarnings("deprecation") // Spring Data Redis 4.0 has no SetCondition
	public boolean putIfAbsent(String key, byte[] value, Duration timeToLive) {
		return Boolean.TRUE.equals(call(StoreOperation.PUT, (connection) -> connection.stringCommands()
			.set(bytes(key), value, Expiration.milliseconds(millis(timeToLive)), SetOption.ifAbsent())));
	}

	@Override
	public boolean replace(String key, byte[] expected, byte[] value, Duration timeToLive) {
		return isOne(call(StoreOperation.CHANGE,
				(connection) -> connection.scriptingCommands()
					.<Long>eval(REPLACE, ReturnType.INTEGER, 1, bytes(key), expected, value,
							bytes(Long.toString(millis(timeToLive))))));
	}

	@Override
	public boolean remove(String key, byte[] expected) {
		return isOne(call(StoreOperation.CHANGE, (connection) -> connection.scriptingCommands()
			.<Long>eval(REMOVE, ReturnType.INTEGER, 1, bytes(key), expected)));
	}

	@Override
	public void addChangeListener(Consumer<@Nullable String> listener) {
		this.connections.addChangeListener(listener);
	}

	/**
	 * Whether the latest operations succeeded. Does not contact the store.
	 * @return {@code false} while the store is down or read-only
	 */
	public boolean isAvailable() {
		return this.availability.isAvailable();
	}

	@Override
	public boolean announcesChanges() {
		return this.connections.announceChanges();
	}

	private boolean resetAfterFailure() {
		boolean failed = this.hasFailed.compareAndSet(true, false);
		if (failed) {
			// May be dead without being closed, or lead to a node that is now a replica
			this.connections.reset();
		}
		return failed;
	}

	private SharedStoreException failed(String problem, boolean refusedToWrite) {
		if (this.executor.isShutdown()) {
			return closed();
		}
		this.hasFailed.set(true);
		return refusedToWrite ? this.availability.refusedToWrite(problem) : this.availability.failed(problem);
	}

	private static SharedStoreException closed() {
		return new SharedStoreException("The shared store is closed");
	}

	private <T> @Nullable T call(StoreOperation kind, Function<RedisConnection, @Nullable T> operation) {
		this.availability.check(kind);
		long since = this.connections.time();
		FutureTask<@Nullable T> task = new FutureTask<>(() -> {
			boolean fresh = resetAfterFailure();
			try (RedisConnection connection = this.connections.get()) {
				T result = operation.apply(connection);
				this.connections.answered(since);
				if (fresh) {
					// Also when the caller has given up waiting for the connection
					this.hasFailed.set(false);
				}
				return result;
			}
		});
		try {
			this.executor.execute(task);
			T result = task.get(this.timeLimit.toNanos(), TimeUnit.NANOSECONDS);
			this.availability.succeeded(kind);
			return result;
		}
		catch (ExecutionException ex) {
			String problem = RedisFailures.describe(ex.getCause());
			throw failed(problem, kind != StoreOperation.READ && RedisFailures.isRefusalToWrite(ex.getCause()));
		}
		catch (TimeoutException ex) {
			abandon(task);
			throw failed("no answer within " + this.timeLimit.toMillis() + " ms", false);
		}
		catch (RejectedExecutionException ex) {
			if (this.executor.isShutdown()) {
				throw closed();
			}
			throw this.availability.failed("too many operations are waiting");
		}
		catch (OutOfMemoryError ex) {
			throw this.availability.failed("no thread could be created");
		}
		catch (InterruptedException ex) {
			abandon(task);
			Thread.currentThread().interrupt();
			throw new SharedStoreException("The wait for Redis was interrupted");
		}
	}

	// Not interrupted: Lettuce would leak a connection that is being opened. The
	// operation
	// ends by the client's own timeout
	private void abandon(FutureTask<?> task) {
		task.cancel(false);
		this.executor.remove(task);
	}

	/**
	 * Stops the threads and closes the store's own connection. Connections of the
	 * application stay open.
	 */
	@Override
	public void close() {
		this.executor.shutdownNow();
		this.connections.close();
	}

	private static boolean isOne(@Nullable Long result) {
		return result != null && result == 1;
	}

	// Redis rejects zero
	private static long millis(Duration timeToLive) {
		return Math.max(1, timeToLive.toMillis());
	}

	private static byte[] script(String lua) {
		return bytes(lua);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
