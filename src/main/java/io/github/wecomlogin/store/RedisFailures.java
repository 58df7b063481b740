package io.github.wecomlogin.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Describes exceptions of a Redis client without their messages, which may quote data.
 */
final class RedisFailures {

	/**
	 * Error code at the start of a Redis error, such as {@code NOAUTH} or
	 * {@code READONLY}.
	 */
	private static final Pattern CODE = Pattern.compile("(?:^|: )([A-Z]{3,20})\\b(?: |$)");

	/**
	 * Codes of rejected writes: replica, memory full, disk not writable, too few
	 * replicas, no permission. Errors of scripts contain them in the middle of the
	 * message.
	 */
	private static final Pattern REFUSAL_TO_WRITE = Pattern
		.compile("(?:^|\\W)(?:READONLY|OOM|MISCONF|NOREPLICAS|NOPERM) ");

	private static final int MAX_CAUSES = 10;

	private RedisFailures() {
	}

	static String describe(@Nullable Throwable failure) {
		String description = "unknown";
		Throwable current = failure;
		for (int i = 0; current != null && i < MAX_CAUSES; i++) {
			description = describe(current.getClass().getSimpleName(), current.getMessage());
			current = current.getCause();
		}
		return description;
	}

	/**
	 * Whether Redis answers but rejects writes.
	 */
	static boolean isRefusalToWrite(@Nullable Throwable failure) {
		Throwable current = failure;
		for (int i = 0; current != null && i < MAX_CAUSES; i++) {
			if (current.getMessage() != null && REFUSAL_TO_WRITE.matcher(current.getMessage()).find()) {
				return true;
			}
			current = current.getCause();
		}
		return false;
	}

	private static String describe(String type, @Nullable String message) {
		Matcher matcher = CODE.matcher((message != null) ? message : "");
		return matcher.find() ? type + " " + matcher.group(1) : type;
	}

}
