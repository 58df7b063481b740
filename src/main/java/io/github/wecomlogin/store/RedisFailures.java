package io.github.wecomlogin.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Says what a Redis client's exception is about without its message, which may repeat
 * what was sent.
 */
final class RedisFailures {

	/**
	 * With which an error of Redis begins, such as {@code NOAUTH} or {@code READONLY}.
	 */
	private static final Pattern CODE = Pattern.compile("(?:^|: )([A-Z]{3,20})\\b(?: |$)");

	/**
	 * A replica, a full memory, a disk that cannot be written, too few replicas, missing
	 * permissions. Errors of scripts repeat it in their middle.
	 */
	private static final Pattern REFUSAL_TO_WRITE = Pattern
		.compile("(?:^|\\W)(?:READONLY|OOM|MISCONF|NOREPLICAS|NOPERM) ");

	private static final int LONGEST_CHAIN = 10;

	private RedisFailures() {
	}

	static String describe(@Nullable Throwable failure) {
		String description = "unknown";
		Throwable current = failure;
		for (int i = 0; current != null && i < LONGEST_CHAIN; i++) {
			description = describe(current.getClass().getSimpleName(), current.getMessage());
			current = current.getCause();
		}
		return description;
	}

	/**
	 * Whether Redis answers and only refuses to change anything.
	 */
	static boolean isRefusalToWrite(@Nullable Throwable failure) {
		Throwable current = failure;
		for (int i = 0; current != null && i < LONGEST_CHAIN; i++) {
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
