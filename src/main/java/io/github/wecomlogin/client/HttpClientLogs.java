package io.github.wecomlogin.client;

import java.util.Arrays;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Takes credentials and user ids out of what the JDK's HTTP client logs about its
 * requests. At DEBUG it writes whole URLs, and an application that sets its root logger
 * to that level would find the secret in its log.
 */
final class HttpClientLogs {

	private static final Pattern HIDDEN = Pattern
		.compile("(?<![A-Za-z_])(corpsecret|access_token|code|userid)=[^&\\s\"#]+");

	// Kept, because java.util.logging forgets loggers that nobody holds, and their
	// filters
	private static final List<Logger> LOGGERS = List.of(Logger.getLogger("jdk.httpclient.HttpClient"),
			Logger.getLogger("jdk.internal.httpclient.debug"), Logger.getLogger("jdk.internal.httpclient.hpack.debug"));

	private HttpClientLogs() {
	}

	static void hideCredentials() {
		synchronized (LOGGERS) {
			for (Logger logger : LOGGERS) {
				if (!(logger.getFilter() instanceof HidingFilter)) {
					logger.setFilter(new HidingFilter(logger.getFilter()));
				}
			}
		}
	}

	static String hide(String text) {
		return HIDDEN.matcher(text).replaceAll("$1=***");
	}

	private record HidingFilter(@Nullable Filter next) implements Filter {

		@Override
		public boolean isLoggable(LogRecord record) {
			if (record.getMessage() != null) {
				record.setMessage(hide(record.getMessage()));
			}
			if (record.getParameters() != null) {
				record.setParameters(Arrays.stream(record.getParameters()).map(HidingFilter::withoutHidden).toArray());
			}
			return this.next == null || this.next.isLoggable(record);
		}

		private static @Nullable Object withoutHidden(@Nullable Object parameter) {
			String text = String.valueOf(parameter);
			String hidden = hide(text);
			return hidden.equals(text) ? parameter : hidden;
		}

	}

}
