package io.github.wecomlogin.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.wecomlogin.util.Texts;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.masterreplica.StatefulRedisMasterReplicaConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;

/**
 * Receives the keys that any client changes, on the connection that the store uses
 * ({@code CLIENT TRACKING} in broadcasting mode, RESP3). Lettuce's own
 * {@code ClientSideCaching} is not used, because it neither survives a reconnect or
 * {@code FLUSHALL}, nor discards a value that was read before a change and arrives after
 * the push.
 * <p>
 * Redis sends pushes and responses in order. A response therefore proves that all earlier
 * changes have been announced, and announcements count as complete for {@link #VALIDITY}
 * after a command that was answered. Tracking counts as enabled once the change of a key
 * of its own has been announced, whatever server or proxy answers.
 */
final class LettuceKeyTracking implements PushListener, RedisConnectionStateListener {

	static final Duration VALIDITY = Duration.ofSeconds(1);

	private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

	// Changes a key without leaving an entry
	private static final String PROBE = "redis.call('set', KEYS[1], '') redis.call('del', KEYS[1])";

	private static final Log logger = LogFactory.getLog(LettuceKeyTracking.class);

	private final List<Consumer<@Nullable String>> listeners = new CopyOnWriteArrayList<>();

	private final AtomicBoolean reported = new AtomicBoolean();

	private final String prefix;

	private final Ticker ticker;

	private volatile @Nullable Attempt current;

	/**
	 * Creates a tracking that is not enabled yet.
	 * @param prefix the beginning of the keys to track
	 * @param ticker measures {@link #VALIDITY}
	 */
	LettuceKeyTracking(String prefix, Ticker ticker) {
		this.prefix = prefix;
		this.ticker = ticker;
	}

	/**
	 * Adds a listener.
	 * @param listener called with each changed key, or with {@code null} if any key may
	 * have changed; must not block
	 */
	void addListener(Consumer<@Nullable String> listener) {
		this.listeners.add(listener);
	}

	/**
	 * Enables tracking, unless it is enabled on this connection already.
	 */
	void follow(RedisConnection connection) {
		StatefulRedisConnection<?, ?> redis = redis(connection.getNativeConnection());
		if (redis == null) {
			report("several servers");
			return;
		}
		Attempt attempt = this.current;
		if (attempt == null || attempt.redis != redis
				|| (!attempt.confirmed && isOver(attempt.since + RETRY_INTERVAL.toNanos()))) {
			enable(attempt, redis);
		}
	}

	// Spring Data gives no other access to the connection
	@SuppressWarnings("deprecation")
	private static @Nullable StatefulRedisConnection<?, ?> redis(Object commands) {
		StatefulRedisConnection<?, ?> redis = (commands instanceof RedisAsyncCommands<?, ?> single)
				? single.getStatefulConnection() : null;
		return (redis instanceof StatefulRedisMasterReplicaConnection) ? null : redis;
	}

	@SuppressWarnings("unchecked")
	private synchronized void enable(@Nullable Attempt before, StatefulRedisConnection<?, ?> redis) {
		if (this.current != before) {
			return;
		}
		Attempt attempt = new Attempt(redis, this.prefix + "tracking-" + UUID.randomUUID(), this.ticker.read());
		this.current = attempt;
		redis.removeListener((PushListener) this);
		redis.addListener((PushListener) this);
		redis.addListener((RedisConnectionStateListener) this);
		RedisAsyncCommands<byte[], byte[]> commands = ((StatefulRedisConnection<byte[], byte[]>) redis).async();
		// Redis rejects a prefix that the connection tracks already
		commands.clientTracking(TrackingArgs.Builder.enabled(false));
		commands.clientTracking(TrackingArgs.Builder.enabled().bcast().prefixes(this.prefix))
			.thenCompose((enabled) -> commands.eval(PROBE, ScriptOutputType.STATUS,
					attempt.probe.getBytes(StandardCharsets.UTF_8)))
			// Redis sends pushes before the responses to later commands
			.thenCompose((changed) -> commands.ping())
			.whenComplete((pong, failure) -> finished(attempt, failure));
	}

	private void finished(Attempt attempt, @Nullable Throwable failure) {
		Throwable cause = (failure != null && failure.getCause() != null) ? failure.getCause() : failure;
		if (cause != null && !(cause instanceof RedisCommandExecutionException)) {
			stop(attempt);
		}
		else if (!attempt.confirmed) {
			report((cause != null) ? RedisFailures.describe(cause) : "no push");
		}
	}

	private void report(String reason) {
		if (this.reported.compareAndSet(false, true)) {
			logger.info(Texts.OPERATORS.inBoth("store.untracked", reason));
		}
	}

	long time() {
		return this.ticker.read();
	}

	/**
	 * Records that a command has been answered.
	 * @param since the {@link #time()} before it was sent
	 */
	void answered(long since) {
		Attempt attempt = this.current;
		if (attempt != null) {
			attempt.validUntil = since + VALIDITY.toNanos();
		}
	}

	/**
	 * Whether all changes older than {@link #VALIDITY} have been announced.
	 */
	boolean isComplete() {
		Attempt attempt = this.current;
		return attempt != null && attempt.confirmed && !isOver(attempt.validUntil);
	}

	private boolean isOver(long time) {
		return this.ticker.read() - time >= 0;
	}

	@Override
	public void onPushMessage(PushMessage message) {
		if (message.getType().equals("invalidate")) {
			List<Object> content = message.getContent(StringCodec.UTF8::decodeKey);
			if (content.size() > 1 && content.get(1) instanceof List<?> keys) {
				keys.forEach((key) -> changed(String.valueOf(key)));
			}
			else {
				changed(null);
			}
		}
	}

	private void changed(@Nullable String key) {
		Attempt attempt = this.current;
		boolean confirmed = attempt != null && !attempt.confirmed && attempt.probe.equals(key);
		// What was read before is not tracked
		this.listeners.forEach((listener) -> listener.accept(confirmed ? null : key));
		if (confirmed) {
			attempt.confirmed = true;
		}
	}

	@Override
	public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
		Attempt attempt = this.current;
		if (attempt != null && attempt.redis == connection) {
			stop(attempt);
		}
	}

	/**
	 * Disables tracking until the next {@link #follow(RedisConnection)}.
	 */
	synchronized void stop() {
		this.current = null;
		changed(null);
	}

	private synchronized void stop(Attempt attempt) {
		if (this.current == attempt) {
			stop();
		}
	}

	/**
	 * An attempt to enable tracking on a connection.
	 */
	private static final class Attempt {

		private final StatefulRedisConnection<?, ?> redis;

		private final String probe;

		private final long since;

		private volatile long validUntil;

		private volatile boolean confirmed;

		private Attempt(StatefulRedisConnection<?, ?> redis, String probe, long since) {
			this.redis = redis;
			this.probe = probe;
			this.since = since;
			this.validUntil = since;
		}

	}

}
