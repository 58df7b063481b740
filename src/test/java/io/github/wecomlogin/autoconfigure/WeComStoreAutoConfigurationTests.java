package io.github.wecomlogin.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import io.github.wecomlogin.client.WeComClient;
import io.github.wecomlogin.client.token.ApplicationTokenStore;
import io.github.wecomlogin.client.token.InMemoryApplicationTokenStore;
import io.github.wecomlogin.fixture.RegistrationParts;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import io.github.wecomlogin.store.InMemorySharedStore;
import io.github.wecomlogin.store.RedisServerExtension;
import io.github.wecomlogin.store.RedisSharedStore;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStore;
import io.github.wecomlogin.util.Deadline;
import io.lettuce.core.ClientOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@Timeout(60)
class WeComStoreAutoConfigurationTests {

	@RegisterExtension
	static final RedisServerExtension redis = new RedisServerExtension();

	private static final String CHINESE = "(?s).*[\\u4e00-\\u9fff].*";

	private final WebApplicationContextRunner runner = Runners.web()
		.withConfiguration(AutoConfigurations.of(WeComStoreAutoConfiguration.class, WeComRedisAutoConfiguration.class,
				DataRedisAutoConfiguration.class))
		.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
				"wecom.secret=the-secret-of-the-application-0123456789abc");

	private final WebApplicationContextRunner withRedis = this.runner.withPropertyValues(redis.properties())
		.withPropertyValues("wecom.store=redis");

	@Test
	void whenNothingIsSaidThenEachNodeIsOnItsOwn() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(SharedStore.class).hasSingleBean(RedisConnectionFactory.class);
			assertThat(sharedStore(context)).isNull();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "REDIS", "Redis" })
	void whenStoreIsRedisThenNodesShareIt(String value) {
		this.withRedis.withPropertyValues("wecom.store=" + value).run((context) -> {
			assertThat(context).hasSingleBean(RedisSharedStore.class);
			sharedStore(context).put("name", new byte[] { 1 }, Duration.ofMinutes(1));
			this.withRedis
				.run((other) -> assertThat(sharedStore(other).get("name").value()).isEqualTo(new byte[] { 1 }));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "REDIS", "redis ", " redis\t" })
	void whenStoreIsGivenByAnEnvironmentVariableThenItCounts(String value) {
		this.runner.withPropertyValues(redis.properties())
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of("WECOM_STORE", value))))
			.run((context) -> assertThat(context).hasSingleBean(RedisSharedStore.class));
	}

	@Test
	void whenWeComIsSwitchedOffThenNothingOfItIsThere() {
		this.withRedis.withPropertyValues("wecom.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SharedStore.class));
	}

	@Test
	void whenStoreIsMisspeltThenStartFails() {
		this.runner.withPropertyValues("wecom.store=redi").run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void whenSpringDataRedisIsNotThereThenItIsSaid() {
		FailureAnalysis analysis = StartFailures.analysisOf(this.runner.withPropertyValues("wecom.store=redis")
			.withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce")));
		assertThat(analysis.getDescription()).contains("'wecom.store'", "Spring Data Redis is not on the class path");
		assertThat(analysis.getAction()).contains("spring-boot-starter-data-redis").matches(CHINESE);
	}

	@Test
	void whenSpringDataRedisIsMissingAndUnusedThenApplicationStarts() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(WeComRegistrations.class));
	}

	@Test
	void whenThereIsNoConnectionFactoryThenItIsSaid() {
		FailureAnalysis analysis = StartFailures.analysisOf(Runners.web()
			.withConfiguration(
					AutoConfigurations.of(WeComStoreAutoConfiguration.class, WeComRedisAutoConfiguration.class))
			.withPropertyValues("wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
					"wecom.secret=the-secret-of-the-application-0123456789abc", "wecom.store=redis"));
		assertThat(analysis.getDescription()).contains("'wecom.store'", "RedisConnectionFactory");
		assertThat(analysis.getAction()).contains("spring.data.redis.host").matches(CHINESE);
	}

	@Test
	void whenThereAreSeveralConnectionFactoriesThenOneMustBePrimary() {
		FailureAnalysis analysis = StartFailures
			.analysisOf(this.withRedis.withBean("one", LettuceConnectionFactory.class, LettuceConnectionFactory::new)
				.withBean("two", LettuceConnectionFactory.class, LettuceConnectionFactory::new));
		assertThat(analysis.getDescription()).contains("primary");
		this.withRedis
			.withBean("one", LettuceConnectionFactory.class, LettuceConnectionFactory::new,
					(definition) -> definition.setPrimary(true))
			.withBean("two", LettuceConnectionFactory.class, LettuceConnectionFactory::new)
			.run((context) -> assertThat(context).hasSingleBean(RedisSharedStore.class));
	}

	@Test
	void whenUserBringsASharedStoreThenOursBacksOff() {
		this.withRedis.withBean("own", SharedStore.class, () -> new InMemorySharedStore(Clock.systemUTC()))
			.run((context) -> {
				assertThat(context.getBeanNamesForType(SharedStore.class)).containsExactly("own");
				assertThat(sharedStore(context)).isNotNull();
			});
	}

	@Test
	void whenUserBringsASharedStoreAndNoRedisThenItIsEnough() {
		this.runner.withPropertyValues("wecom.store=redis")
			.withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
			.withBean("own", SharedStore.class, () -> new InMemorySharedStore(Clock.systemUTC()))
			.run((context) -> assertThat(sharedStore(context)).isNotNull());
	}

	@Test
	void whenNodesShareAStoreThenTheyShareTheToken() {
		try (SimulatedWeCom weCom = SimulatedWeCom.start()) {
			WebApplicationContextRunner node = this.withRedis.withPropertyValues(
					"wecom.corp-id=" + SimulatedWeCom.CORP_ID, "wecom.agent-id=" + SimulatedWeCom.AGENT_ID,
					"wecom.secret=" + SimulatedWeCom.SECRET, "wecom.endpoints.api=" + weCom.apiUrl(),
					"wecom.endpoints.authorize=" + weCom.authorizeUrl(),
					"wecom.endpoints.web-login=" + weCom.webLoginUrl());
			node.run((context) -> {
				assertThat(context).doesNotHaveBean(ApplicationTokenStore.class);
				callFrom(context);
				node.run(WeComStoreAutoConfigurationTests::callFrom);
			});
			assertThat(weCom.calls("/cgi-bin/gettoken")).isOne();
			ApplicationTokenStore own = new InMemoryApplicationTokenStore();
			node.withBean(ApplicationTokenStore.class, () -> own).run(WeComStoreAutoConfigurationTests::callFrom);
			assertThat(weCom.calls("/cgi-bin/gettoken")).isEqualTo(2);
		}
	}

	private static void callFrom(ApplicationContext context) {
		SealedStore store = sharedStore(context);
		while (catchThrowable(() -> store.get("warm")) != null) {
			LockSupport.parkNanos(1_000_000);
		}
		RegistrationParts.of(context, "wecom", WeComClient.class)
			.getUser("zhangsan", Deadline.after(Duration.ofSeconds(20)));
	}

	@Test
	void whenRedisIsDownThenApplicationStartsAllTheSame() {
		this.withRedis.withPropertyValues("spring.data.redis.port=1")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(RedisSharedStore.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "indexed" })
	void whenNodesShareAStoreThenTheHostsRedisAndSessionsStay(String repositoryType) {
		WebApplicationContextRunner application = new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, SessionAutoConfiguration.class,
					SessionDataRedisAutoConfiguration.class))
			.withPropertyValues(redis.properties())
			.withPropertyValues("spring.session.data.redis.repository-type=" + repositoryType);
		List<Object> without = new ArrayList<>();
		application.run((context) -> without.addAll(settingsOf(context)));
		application.withConfiguration(Runners.autoConfigurations())
			.withConfiguration(AutoConfigurations.of(autoConfigurationsOfThisLibrary()))
			.withPropertyValues("wecom.store=redis", "wecom.corp-id=ww0123456789abcdef", "wecom.agent-id=1000002",
					"wecom.secret=the-secret-of-the-application-0123456789abc")
			.run((context) -> {
				assertThat(context).hasSingleBean(RedisSharedStore.class)
					.hasSingleBean(RedisConnectionFactory.class)
					.hasSingleBean(SessionRepository.class);
				assertThat(settingsOf(context)).isEqualTo(without);
			});
	}

	private static Class<?>[] autoConfigurationsOfThisLibrary() {
		return ImportCandidates.load(AutoConfiguration.class, null)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.github.wecomlogin."))
			.map((name) -> ClassUtils.resolveClassName(name, null))
			.toArray(Class<?>[]::new);
	}

	private static List<Object> settingsOf(ApplicationContext context) {
		LettuceClientConfiguration client = context.getBean(LettuceConnectionFactory.class).getClientConfiguration();
		ClientOptions options = client.getClientOptions().orElseThrow();
		SessionRepository<?> sessions = context.getBean(SessionRepository.class);
		DirectFieldAccessor fields = new DirectFieldAccessor(sessions);
		RedisTemplate<?, ?> template = (RedisTemplate<?, ?>) ((sessions instanceof RedisSessionRepository repository)
				? repository.getSessionRedisOperations()
				: ((RedisIndexedSessionRepository) sessions).getSessionRedisOperations());
		return List.of(List.of(context.getBeanNamesForType(RedisConnectionFactory.class)),
				List.of(context.getBeanNamesForType(LettuceClientConfigurationBuilderCustomizer.class)),
				List.of(context.getBeanNamesForType(LettuceClientOptionsBuilderCustomizer.class)),
				List.of(context.getBeanNamesForType(ClientResourcesBuilderCustomizer.class)),
				List.of(context.getBeanNamesForType(SessionRepositoryCustomizer.class)), client.getCommandTimeout(),
				options.getDisconnectedBehavior(), options.isAutoReconnect(),
				options.getSocketOptions().getConnectTimeout(),
				client.getClientResources().orElseThrow().reconnectDelay().getClass(),
				List.of(context.getBeanNamesForType(SessionRepository.class)), sessions.getClass(),
				fields.getPropertyType("redisSessionMapper"), template.getHashValueSerializer().getClass());
	}

	private static SealedStore sharedStore(ApplicationContext context) {
		return RegistrationParts.of(context, "wecom", SealedStore.class);
	}

}
