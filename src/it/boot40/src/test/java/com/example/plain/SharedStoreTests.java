package com.example.plain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

import com.example.Browser;
import io.github.wecomlogin.test.WeComSimulatorExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.embedded.RedisServer;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The parts of the library that need an optional dependency: shared store and health.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, classes = PlainApplication.class)
class SharedStoreTests {

	@RegisterExtension
	static final WeComSimulatorExtension wecom = new WeComSimulatorExtension();

	private static RedisServer redis;

	@LocalServerPort
	private int port;

	@Autowired
	private StringRedisTemplate template;

	@Autowired
	private ApplicationContext application;

	@BeforeAll
	static void start() throws IOException {
		redis = RedisServer.newRedisServer().port(unusedPort()).bind("127.0.0.1").setting("save \"\"").build();
		redis.start();
	}

	@AfterAll
	static void stop() throws IOException {
		redis.stop();
	}

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		wecom.configure(registry::add);
		registry.add("wecom.store", () -> "redis");
		registry.add("spring.data.redis.host", () -> "127.0.0.1");
		registry.add("spring.data.redis.port", () -> redis.ports().get(0));
	}

	@Test
	void whenStoreIsRedisThenItIsUsed() {
		wecom.simulator().signInAs("zhaoliu");
		assertThat(SpringBootVersion.getVersion()).startsWith("4.0.");
		// A slow answer of Redis counts as none, so that several sign-ins may be needed
		Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
			assertThat(new Browser(this.port).open("/hello").body()).isEqualTo("Hello zhaoliu");
			assertThat(this.template.keys("wecom-login:*")).isNotEmpty();
		});
		assertThat(this.application.containsBean("wecomHealthIndicator")).isTrue();
	}

	private static int unusedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
