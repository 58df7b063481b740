package com.example;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;

import io.github.wecomlogin.simulator.SimulatedCallback;
import io.github.wecomlogin.simulator.SimulatedWeCom;
import redis.embedded.RedisServer;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Two nodes of the back end with the Redis and the database that they share.
 */
final class Site implements AutoCloseable {

	private static final String DATABASE = "jdbc:h2:mem:backend;DB_CLOSE_DELAY=-1";

	private static final String TOKEN = "Token0123456789";

	private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

	private final SimulatedWeCom wecom = SimulatedWeCom.start();

	private final int port = unusedPort();

	private final RedisServer redis;

	private final ConfigurableApplicationContext first;

	private final ConfigurableApplicationContext second;

	/**
	 * Starts the site.
	 * @param firstInterval how often the first node checks members
	 * @param secondInterval how often the second node does
	 */
	Site(String firstInterval, String secondInterval) throws IOException {
		int redisPort = unusedPort();
		this.redis = RedisServer.newRedisServer()
			.port(redisPort)
			.bind("127.0.0.1")
			.setting("save \"\"")
			.setting("appendonly no")
			.build();
		this.redis.start();
		ResourceDatabasePopulator database = new ResourceDatabasePopulator(
				new ClassPathResource("io/github/wecomlogin/account/schema-h2.sql"),
				new ClassPathResource("users.sql"));
		database.setSqlScriptEncoding("UTF-8");
		database.execute(new DriverManagerDataSource(DATABASE));
		this.first = start(redisPort, firstInterval);
		this.second = start(redisPort, secondInterval);
	}

	private ConfigurableApplicationContext start(int redisPort, String interval) {
		return new SpringApplicationBuilder(BackEndApplication.class).run("--server.port=0",
				"--server.address=127.0.0.1", "--spring.main.banner-mode=off", "--back-end.database=" + DATABASE,
				"--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + redisPort,
				"--wecom.corp-id=" + SimulatedWeCom.CORP_ID, "--wecom.agent-id=" + SimulatedWeCom.AGENT_ID,
				"--wecom.secret=" + SimulatedWeCom.SECRET, "--wecom.base-url=" + url(), "--wecom.store=redis",
				"--wecom.callback.token=" + TOKEN, "--wecom.callback.encoding-aes-key=" + AES_KEY,
				"--wecom.contact-callback.token=" + TOKEN, "--wecom.contact-callback.encoding-aes-key=" + AES_KEY,
				"--wecom.session.recheck-interval=" + interval, "--wecom.endpoints.api=" + this.wecom.apiUrl(),
				"--wecom.endpoints.authorize=" + this.wecom.authorizeUrl(),
				"--wecom.endpoints.web-login=" + this.wecom.webLoginUrl());
	}

	/**
	 * Returns the address of the front end, behind a path that the nodes do not see.
	 */
	String url() {
		return "http://localhost:" + this.port + "/portal";
	}

	int port() {
		return this.port;
	}

	URI first() {
		return node(this.first);
	}

	URI second() {
		return node(this.second);
	}

	private static URI node(ConfigurableApplicationContext application) {
		return URI.create("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port"));
	}

	SimulatedWeCom wecom() {
		return this.wecom;
	}

	/**
	 * Returns what sends events of WeCom to the first node.
	 * @param sender {@code wecom} or {@code contacts}
	 */
	SimulatedCallback events(String sender) {
		return this.wecom.callback(first() + "/wecom/callback/" + sender, TOKEN, AES_KEY);
	}

	/**
	 * Returns the user of a token, or null.
	 */
	LoginUser user(String token) {
		return this.first.getBean(TokenService.class).find(token);
	}

	/**
	 * Returns a port below those that the system gives to others, and that the tests of
	 * the library use.
	 */
	private static int unusedPort() {
		return ThreadLocalRandom.current()
			.ints(11_000, 12_000)
			.limit(1_000)
			.filter(Site::isUnused)
			.findFirst()
			.orElseThrow();
	}

	private static boolean isUnused(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() throws IOException {
		this.second.close();
		this.first.close();
		this.redis.stop();
		this.wecom.close();
	}

}
