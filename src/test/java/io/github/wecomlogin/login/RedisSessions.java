package io.github.wecomlogin.login;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.wecomlogin.store.RedisServerExtension;

import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Looks into the Redis of a test, and writes there what nobody should.
 */
final class RedisSessions implements AutoCloseable {

	private final LettuceConnectionFactory connections;

	RedisSessions(RedisServerExtension redis) {
		this.connections = new LettuceConnectionFactory("127.0.0.1", redis.port());
		this.connections.afterPropertiesSet();
		this.connections.start();
	}

	/**
	 * The keys of the sessions themselves.
	 */
	List<String> keys() {
		try (RedisConnection connection = this.connections.getConnection()) {
			List<String> keys = new ArrayList<>();
			for (byte[] key : all(connection)) {
				if (connection.keyCommands().type(key) == DataType.HASH) {
					keys.add(text(key));
				}
			}
			return keys;
		}
	}

	Map<String, String> fields(String key) {
		try (RedisConnection connection = this.connections.getConnection()) {
			Map<String, String> fields = new TreeMap<>();
			connection.hashCommands().hGetAll(bytes(key)).forEach((name, value) -> fields.put(text(name), text(value)));
			return fields;
		}
	}

	void write(String key, String field, byte[] value) {
		try (RedisConnection connection = this.connections.getConnection()) {
			connection.hashCommands().hSet(bytes(key), bytes(field), value);
		}
	}

	long secondsToLive(String key) {
		try (RedisConnection connection = this.connections.getConnection()) {
			return connection.keyCommands().ttl(bytes(key));
		}
	}

	void clear() {
		try (RedisConnection connection = this.connections.getConnection()) {
			connection.serverCommands().flushAll();
		}
	}

	/**
	 * As when memory or disk of Redis is full: what is there can be read.
	 */
	void refuseWrites(boolean refuse) {
		try (RedisConnection connection = this.connections.getConnection()) {
			connection.serverCommands().setConfig("maxmemory", refuse ? "1" : "0");
		}
	}

	/**
	 * All that there is.
	 */
	String dump() {
		StringBuilder dump = new StringBuilder();
		try (RedisConnection connection = this.connections.getConnection()) {
			for (byte[] key : all(connection)) {
				dump.append(text(key)).append('\n').append(value(connection, key)).append('\n');
			}
		}
		return dump.toString();
	}

	private Object value(RedisConnection connection, byte[] key) {
		return switch (connection.keyCommands().type(key)) {
			case HASH -> fields(text(key));
			case STRING -> text(connection.stringCommands().get(key));
			case SET -> connection.setCommands().sMembers(key).stream().map(RedisSessions::text).toList();
			case ZSET -> connection.zSetCommands().zRange(key, 0, -1).stream().map(RedisSessions::text).toList();
			default -> throw new AssertionError("A value of another kind: " + text(key));
		};
	}

	private static Set<byte[]> all(RedisConnection connection) {
		return connection.keyCommands().keys(bytes("*"));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	@Override
	public void close() {
		this.connections.destroy();
	}

}
