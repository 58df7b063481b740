package io.github.wecomlogin.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

import io.github.wecomlogin.UnusedPorts;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.embedded.RedisServer;

import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;

/**
 * A real Redis on a port of this machine, which can be stopped and started again. Keeps
 * nothing when it is stopped. Registered in a static field, or closed by whoever starts
 * it.
 */
public final class RedisServerExtension implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

	/**
	 * Makes a node with {@code wecom.store=redis} keep its own sessions, so that members
	 * stay signed in without Redis.
	 */
	public static final String OWN_SESSIONS = "spring.autoconfigure.exclude="
			+ SessionDataRedisAutoConfiguration.class.getName();

	private final int port = UnusedPorts.next();

	private RedisServer server;

	public int port() {
		return this.port;
	}

	/**
	 * The properties that lead an application to this server, with Redis switched on
	 * again (see {@code config/application.properties}).
	 */
	public String[] properties() {
		return new String[] { "spring.autoconfigure.exclude=", "spring.data.redis.host=127.0.0.1",
				"spring.data.redis.port=" + this.port };
	}

	/**
	 * Returns the properties of a node whose store is this server.
	 * @param more further properties of the node, which override these
	 */
	public String[] asStore(String... more) {
		return Stream.of(properties(), new String[] { "wecom.store=redis" }, more)
			.flatMap(Stream::of)
			.toArray(String[]::new);
	}

	public synchronized void start() {
		if (this.server == null) {
			try {
				RedisServer server = RedisServer.newRedisServer()
					.port(this.port)
					.bind("127.0.0.1")
					.setting("save \"\"")
					.setting("appendonly no")
					.build();
				server.start();
				this.server = server;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	public synchronized void stop() {
		if (this.server != null) {
			try {
				this.server.stop();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			this.server = null;
		}
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		start();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		stop();
	}

	@Override
	public void close() {
		stop();
	}

}
