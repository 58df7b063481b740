package io.github.wecomlogin.store;

import java.util.function.Consumer;

import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.ClassUtils;

/**
 * Provides the connections of the shared store.
 */
interface StoreConnections extends AutoCloseable {

	/**
	 * Returns a connection. The caller closes it.
	 */
	RedisConnection get();

	/**
	 * Discards a connection that has failed, so that the next call opens another one.
	 */
	void reset();

	@Override
	void close();

	/**
	 * Adds a listener of changes, as described in {@link SharedStore}.
	 */
	default void addChangeListener(Consumer<@Nullable String> listener) {
	}

	/**
	 * Whether changes are announced, as described in {@link SharedStore}.
	 */
	default boolean announceChanges() {
		return false;
	}

	/**
	 * Returns the time in nanoseconds, for {@link #answered(long)}.
	 */
	default long time() {
		return 0;
	}

	/**
	 * Records that the server has responded.
	 * @param since the {@link #time()} before the request
	 */
	default void answered(long since) {
	}

	/**
	 * Returns connections to the Redis of the application. With Lettuce, they are opened
	 * by a client of the store's own, so that its time limits do not apply to the
	 * application. Connections of another client, such as Jedis, are used as they are.
	 * @param application the connection factory of the application, which is not changed
	 */
	static StoreConnections to(RedisConnectionFactory application) {
		StoreConnections own = ClassUtils.isPresent("io.lettuce.core.RedisClient",
				StoreConnections.class.getClassLoader()) ? LettuceStoreConnections.to(application) : null;
		if (own != null) {
			return own;
		}
		LogFactory.getLog(StoreConnections.class)
			.info(Texts.OPERATORS.inBoth("store.untracked", application.getClass().getSimpleName()));
		return new ApplicationConnections(application);
	}

	/**
	 * The connections of the application, which manages them itself.
	 */
	record ApplicationConnections(RedisConnectionFactory application) implements StoreConnections {

		@Override
		public RedisConnection get() {
			return this.application.getConnection();
		}

		@Override
		public void reset() {
		}

		@Override
		public void close() {
		}

	}

}
