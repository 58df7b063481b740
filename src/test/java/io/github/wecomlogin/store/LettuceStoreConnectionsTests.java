package io.github.wecomlogin.store;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@Timeout(60)
class LettuceStoreConnectionsTests {

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	private static final RedisStandaloneConfiguration STANDALONE = new RedisStandaloneConfiguration("redis.example",
			6380);

	private LettuceStoreConnections connections;

	@AfterEach
	void close() {
		if (this.connections != null) {
			this.connections.close();
		}
	}

	static Stream<RedisConfiguration> servers() {
		RedisStandaloneConfiguration standalone = new RedisStandaloneConfiguration("redis.example", 6380);
		standalone.setUsername("app");
		standalone.setPassword(RedisPassword.of("secret"));
		standalone.setDatabase(3);
		RedisSentinelConfiguration sentinel = new RedisSentinelConfiguration("primary",
				Set.of("sentinel.example:5000"));
		sentinel.setSentinelPassword("secret");
		sentinel.setDatabase(4);
		RedisClusterConfiguration cluster = new RedisClusterConfiguration(List.of("one.example:1", "two.example:2"));
		cluster.setMaxRedirects(3);
		return Stream.of(standalone, sentinel, cluster, new RedisSocketConfiguration("/run/redis.sock"));
	}

	@ParameterizedTest
	@MethodSource("servers")
	void whenApplicationUsesLettuceThenStoreConnectsToTheSameServer(RedisConfiguration server) {
		LettuceConnectionFactory own = own(factory(server, LettuceClientConfiguration.defaultConfiguration()));
		assertThat(List.of(own.isClusterAware(), own.isRedisSentinelAware())).isEqualTo(
				List.of(server instanceof RedisClusterConfiguration, server instanceof RedisSentinelConfiguration));
		assertThat(
				Stream.of(own.getClusterConfiguration(), own.getSentinelConfiguration(), own.getSocketConfiguration())
					.filter((configuration) -> configuration != null)
					.toList())
			.isEqualTo((server instanceof RedisStandaloneConfiguration) ? List.of() : List.of(server));
		assertThat(own.getHostName())
			.isEqualTo((server instanceof RedisConfiguration.WithHostAndPort it) ? it.getHostName() : "localhost");
		assertThat(own.getDatabase())
			.isEqualTo((server instanceof RedisConfiguration.WithDatabaseIndex it) ? it.getDatabase() : 0);
		assertThat(own.getPassword()).isEqualTo((server instanceof RedisStandaloneConfiguration) ? "secret" : null);
	}

	@Test
	void whenApplicationHasSettingsForItsServerThenStoreHasThemToo() {
		RedisCredentialsProviderFactory credentials = mock();
		ClientResources resources = ClientResources.create();
		LettuceClientConfiguration own = own(factory(STANDALONE,
				LettuceClientConfiguration.builder()
					.clientName("hr")
					.clientResources(resources)
					.clientOptions(ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build())
					.redisCredentialsProviderFactory(credentials)
					.shutdownTimeout(Duration.ofMillis(70))
					.useSsl()
					.verifyPeer(SslVerifyMode.CA)
					.startTls()
					.build()))
			.getClientConfiguration();
		assertThat(own.getClientName()).contains("hr");
		assertThat(own.getClientResources()).contains(resources);
		assertThat(own.getRedisCredentialsProviderFactory()).contains(credentials);
		assertThat(own.getShutdownTimeout()).isEqualTo(Duration.ofMillis(70));
		assertThat(own.isUseSsl()).isTrue();
		assertThat(own.isStartTls()).isTrue();
		assertThat(own.getVerifyMode()).isEqualTo(SslVerifyMode.CA);
		assertThat(own.getClientOptions().orElseThrow().getProtocolVersion()).isEqualTo(ProtocolVersion.RESP2);
		this.connections.close();
		assertThat(resources.eventExecutorGroup().isShuttingDown()).isFalse();
		resources.shutdown(0, 0, TimeUnit.SECONDS);
	}

	@Test
	void whenApplicationWaitsAndQueuesThenStoreDoesNot() {
		ClientOptions options = ClientOptions.builder()
			.autoReconnect(false)
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.ACCEPT_COMMANDS)
			.timeoutOptions(TimeoutOptions.enabled(Duration.ofMinutes(2)))
			.socketOptions(SocketOptions.builder().connectTimeout(Duration.ofSeconds(30)).tcpNoDelay(false).build())
			.build();
		LettuceClientConfiguration application = LettuceClientConfiguration.builder()
			.clientOptions(options)
			.commandTimeout(Duration.ofMinutes(1))
			.readFrom(ReadFrom.REPLICA_PREFERRED)
			.build();
		LettuceConnectionFactory factory = factory(STANDALONE, application);
		LettuceClientConfiguration own = own(factory).getClientConfiguration();
		ClientOptions ownOptions = own.getClientOptions().orElseThrow();
		assertThat(own.getCommandTimeout()).isEqualTo(Duration.ofSeconds(2));
		assertThat(own.getReadFrom()).contains(ReadFrom.UPSTREAM);
		assertThat(ownOptions.isAutoReconnect()).isTrue();
		assertThat(ownOptions.getDisconnectedBehavior()).isEqualTo(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
		assertThat(ownOptions.getTimeoutOptions().getSource().getTimeout(null)).isNegative();
		assertThat(ownOptions.getSocketOptions().getConnectTimeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(ownOptions.getSocketOptions().isTcpNoDelay()).isFalse();
		assertThat(factory.getClientConfiguration()).isSameAs(application);
		assertThat(application.getClientOptions()).containsSame(options);
		assertThat(options.getSocketOptions().getConnectTimeout()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void whenClusterIsRefreshedThenStoreRefreshesItToo() {
		ClusterTopologyRefreshOptions refresh = ClusterTopologyRefreshOptions.builder()
			.enablePeriodicRefresh(Duration.ofSeconds(40))
			.build();
		LettuceConnectionFactory own = own(factory(new RedisClusterConfiguration(List.of("one.example:1")),
				LettuceClientConfiguration.builder()
					.clientOptions(ClusterClientOptions.builder().topologyRefreshOptions(refresh).build())
					.build()));
		assertThat(own.getClientConfiguration().getClientOptions()).get()
			.isInstanceOfSatisfying(ClusterClientOptions.class, (options) -> {
				assertThat(options.getTopologyRefreshOptions()).isSameAs(refresh);
				assertThat(options.getDisconnectedBehavior())
					.isEqualTo(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
			});
	}

	@Test
	void whenAddressIsUnknownThenApplicationsConnectionsAreUsed() {
		RedisStaticMasterReplicaConfiguration nodes = new RedisStaticMasterReplicaConfiguration("one.example", 1);
		nodes.node("two.example", 2);
		LettuceConnectionFactory withStaticNodes = new LettuceConnectionFactory(nodes);
		assertThat(LettuceStoreConnections.to(withStaticNodes)).isNull();
		RedisConnectionFactory otherClient = mock();
		RedisConnection connection = mock();
		given(otherClient.getConnection()).willReturn(connection);
		try (StoreConnections used = StoreConnections.to(otherClient)) {
			assertThat(used.get()).isSameAs(connection);
		}
	}

	@Test
	void whenConnectionIsResetThenOnlyTheStoresOwnIsOpenedAgain() {
		LettuceConnectionFactory application = factory(new RedisStandaloneConfiguration("127.0.0.1", redis.port()),
				LettuceClientConfiguration.builder().shutdownTimeout(Duration.ZERO).build());
		application.start();
		LettuceStoreConnections own = LettuceStoreConnections.to(application);
		long id = clientId(own.get());
		long applicationsId = clientId(application.getConnection());
		assertThat(clientId(own.get())).isEqualTo(id).isNotEqualTo(applicationsId);
		own.reset();
		assertThat(clientId(own.get())).isNotEqualTo(id);
		own.close();
		assertThat(clientId(application.getConnection())).isEqualTo(applicationsId);
		application.destroy();
	}

	private static long clientId(RedisConnection connection) {
		try (connection) {
			RedisAsyncCommands<?, ?> commands = (RedisAsyncCommands<?, ?>) connection.getNativeConnection();
			return commands.clientId().toCompletableFuture().join();
		}
	}

	private LettuceConnectionFactory own(LettuceConnectionFactory application) {
		this.connections = LettuceStoreConnections.to(application);
		return this.connections.factory();
	}

	private static LettuceConnectionFactory factory(RedisConfiguration server, LettuceClientConfiguration client) {
		LettuceConnectionFactory factory = (server instanceof RedisStandaloneConfiguration standalone)
				? new LettuceConnectionFactory(standalone, client) : new LettuceConnectionFactory(server, client);
		factory.afterPropertiesSet();
		return factory;
	}

}
