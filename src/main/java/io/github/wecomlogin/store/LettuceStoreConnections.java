package io.github.wecomlogin.store;

import java.time.Duration;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Ticker;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.TimeoutOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceSslClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Connects to the Redis of the application with a Lettuce client of the store's own.
 * Address, credentials, TLS, client name and threads are the application's. The time
 * limits are shorter, commands are rejected while disconnected, and values are read from
 * the upstream node, because a replica may not have a change yet. Changes are announced
 * if there is one server and it supports this.
 */
final class LettuceStoreConnections implements StoreConnections {

	static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

	static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

	private final LettuceKeyTracking tracking;

	private final LettuceConnectionFactory connections;

	private LettuceStoreConnections(RedisConfiguration server, LettuceClientConfiguration application, Ticker ticker) {
		this.tracking = new LettuceKeyTracking(SealedStore.KEY_PREFIX, ticker);
		this.connections = new LettuceConnectionFactory(server, client(application));
		this.connections.afterPropertiesSet();
		this.connections.start();
	}

	/**
	 * Returns connections to the Redis of the application, or {@code null} if its
	 * connection factory does not tell its address or uses another client.
	 */
	static @Nullable LettuceStoreConnections to(RedisConnectionFactory application) {
		return to(application, Ticker.systemTicker());
	}

	static @Nullable LettuceStoreConnections to(RedisConnectionFactory application, Ticker ticker) {
		if (!(application instanceof LettuceConnectionFactory lettuce)) {
			return null;
		}
		RedisConfiguration server = server(lettuce);
		return (server != null) ? new LettuceStoreConnections(server, lettuce.getClientConfiguration(), ticker) : null;
	}

	private static @Nullable RedisConfiguration server(LettuceConnectionFactory application) {
		if (application.isClusterAware()) {
			return application.getClusterConfiguration();
		}
		if (application.isRedisSentinelAware()) {
			return application.getSentinelConfiguration();
		}
		if (application.getSocketConfiguration() != null) {
			return application.getSocketConfiguration();
		}
		RedisStandaloneConfiguration standalone = application.getStandaloneConfiguration();
		// Also the answer of a factory with static nodes, which it does not tell
		return standalone.equals(new RedisStandaloneConfiguration()) ? null : standalone;
	}

	private static LettuceClientConfiguration client(LettuceClientConfiguration application) {
		LettuceClientConfigurationBuilder client = LettuceClientConfiguration.builder()
			.clientOptions(options(application.getClientOptions().orElseGet(ClientOptions::create)))
			.commandTimeout(COMMAND_TIMEOUT)
			.shutdownTimeout(application.getShutdownTimeout())
			.shutdownQuietPeriod(application.getShutdownQuietPeriod());
		application.getClientResources().ifPresent(client::clientResources);
		application.getClientName().ifPresent(client::clientName);
		application.getRedisCredentialsProviderFactory().ifPresent(client::redisCredentialsProviderFactory);
		// With any preference, Lettuce looks for the upstream node behind the address
		application.getReadFrom().ifPresent((preference) -> client.readFrom(ReadFrom.UPSTREAM));
		if (application.isUseSsl()) {
			LettuceSslClientConfigurationBuilder ssl = client.useSsl().verifyPeer(application.getVerifyMode());
			if (application.isStartTls()) {
				ssl.startTls();
			}
		}
		return client.build();
	}

	private static ClientOptions options(ClientOptions application) {
		return application.mutate()
			.autoReconnect(true)
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.socketOptions(application.getSocketOptions().mutate().connectTimeout(CONNECT_TIMEOUT).build())
			.timeoutOptions(TimeoutOptions.enabled())
			.build();
	}

	@Override
	public RedisConnection get() {
		RedisConnection connection = this.connections.getConnection();
		this.tracking.follow(connection);
		return connection;
	}

	@Override
	public void reset() {
		this.tracking.stop();
		this.connections.resetConnection();
	}

	@Override
	public void addChangeListener(Consumer<@Nullable String> listener) {
		this.tracking.addListener(listener);
	}

	@Override
	public boolean announceChanges() {
		return this.tracking.isComplete();
	}

	@Override
	public long time() {
		return this.tracking.time();
	}

	@Override
	public void answered(long since) {
		this.tracking.answered(since);
	}

	@Override
	public void close() {
		this.connections.destroy();
	}

	LettuceConnectionFactory factory() {
		return this.connections;
	}

}
