package io.github.wecomlogin.app.member;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Formats a time for administrators, with its UTC offset, so that it can be compared with
 * the logs of several servers.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param instant the time
 */
public record ShownTime(Instant instant) {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'xxx",
			Locale.ROOT);

	/**
	 * Wraps a time.
	 * @param instant the time, or {@code null}
	 * @return the time, or {@code null}
	 */
	public static @Nullable ShownTime ofNullable(@Nullable Instant instant) {
		return (instant != null) ? new ShownTime(instant) : null;
	}

	/**
	 * Returns the time for display.
	 */
	public String text() {
		return TIME.format(this.instant.atZone(ZoneId.systemDefault()));
	}

	/**
	 * Returns the time in ISO 8601 format.
	 */
	@Override
	public String toString() {
		return this.instant.toString();
	}

}
