package io.github.wecomlogin.benchmark;

import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StringListOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;

/**
 * Asks a Redis what applications use it for, and writes nothing itself.
 */
final class RedisObserver implements AutoCloseable {

	private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");

	private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");

	private static final Pattern COMMANDS = Pattern.compile("total_commands_processed:(\\d+)");

	private static final ScanArgs SESSIONS = ScanArgs.Builder.matches("spring:session:sessions:*").limit(1000);

	private final RedisClient client;

	private final RedisCommands<String, String> redis;

	private final Set<String> writing;

	RedisObserver(int port) {
		this.client = RedisClient.create(RedisURI.create("127.0.0.1", port));
		this.redis = this.client.connect().sync();
		this.writing = writing();
	}

	/**
	 * Returns the names of all commands of which Redis itself says that they write.
	 */
	private Set<String> writing() {
		Set<String> names = new HashSet<>();
		// Not by aclCat, which knows no names of subcommands such as 'xgroup|create'
		this.redis
			.dispatch(CommandType.ACL, new StringListOutput<>(StringCodec.UTF8),
					new CommandArgs<>(StringCodec.UTF8).add("CAT").add("write"))
			.forEach((name) -> names.add(name.toLowerCase(Locale.ROOT)));
		return names;
	}

	RedisUse use() {
		return new RedisUse(writes(), this.redis.dbsize(), bytes());
	}

	private long writes() {
		// A script counts by the commands it calls: those are in the statistics too
		return CALLS.matcher(this.redis.info("commandstats"))
			.results()
			.filter((command) -> this.writing.contains(command.group(1)))
			.mapToLong((command) -> Long.parseLong(command.group(2)))
			.sum();
	}

	private long bytes() {
		return number(USED, "memory");
	}

	/**
	 * Returns how many commands there were, those of scripts included.
	 */
	long commands() {
		return number(COMMANDS, "stats");
	}

	private long number(Pattern pattern, String section) {
		Matcher number = pattern.matcher(this.redis.info(section));
		if (!number.find()) {
			throw new IllegalStateException("This Redis does not say " + pattern);
		}
		return Long.parseLong(number.group(1));
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
