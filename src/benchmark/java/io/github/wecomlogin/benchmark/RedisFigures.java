package io.github.wecomlogin.benchmark;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * What a Redis says of itself.
 */
final class RedisFigures implements AutoCloseable {

	private static final Pattern COMMANDS = Pattern.compile("total_commands_processed:(\\d+)");

	private static final ScanArgs SESSIONS = ScanArgs.Builder.matches("spring:session:sessions:*").limit(1000);

	private final RedisClient client;

	private final RedisCommands<String, String> redis;

	RedisFigures(int port) {
		this.client = RedisClient.create(RedisURI.create("127.0.0.1", port));
		this.redis = this.client.connect().sync();
	}

	/**
	 * Returns how many commands there were, those of scripts included.
	 */
	long commands() {
		Matcher commands = COMMANDS.matcher(this.redis.info("stats"));
		if (!commands.find()) {
			throw new IllegalStateException("This Redis does not count commands");
		}
		return Long.parseLong(commands.group(1));
	}

	/**
	 * Returns the memory of a session in the mean of all, in bytes.
	 */
	double bytesPerSession() {
		return ScanIterator.scan(this.redis, SESSIONS)
			.stream()
			.mapToLong(this.redis::memoryUsage)
			.average()
			.orElseThrow();
	}

	@Override
	public void close() {
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
	}

}
