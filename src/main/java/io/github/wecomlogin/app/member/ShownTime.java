package io.github.wecomlogin.app.member;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A time as administrators read it: with the zone, because they read logs of several
 * servers.
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
	 * Returns what people read.
	 */
	public String text() {
		return TIME.format(this.instant.atZone(ZoneId.systemDefault()));
	}

	/**
	 * Returns what programs read.
	 */
	@Override
	public String toString() {
		return this.instant.toString();
	}

}
