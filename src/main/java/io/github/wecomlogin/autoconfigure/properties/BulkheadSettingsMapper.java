package io.github.wecomlogin.autoconfigure.properties;

import io.github.wecomlogin.authentication.BulkheadSettings;
import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;

/**
 * Maps {@code wecom.limits} to settings that fit the server. By default, sign-ins occupy
 * at most half of the server's threads, so that the other half remains available to
 * signed-in members. An explicit value is used unchanged, with a warning if it exceeds
 * that share.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class BulkheadSettingsMapper {

	private static final Log logger = LogFactory.getLog(BulkheadSettingsMapper.class);

	private static final String CONCURRENT = "wecom.limits.concurrent-sign-ins";

	private static final String REJECTED_CODES = "wecom.limits.rejected-codes-per-address";

	private static final String THREADS = "server.tomcat.threads.max";

	private static final int DEFAULT_SIGN_INS = 100;

	private static final int DEFAULT_REJECTED_CODES = 40;

	// Default of Tomcat and Jetty
	private static final int DEFAULT_THREADS = 200;

	private static final int MOST = 100_000;

	private final WeComProperties.Limits properties;

	private final int threads;

	public BulkheadSettingsMapper(WeComProperties.Limits properties, Environment environment) {
		this.properties = properties;
		this.threads = threads(environment);
	}

	/**
	 * Returns the number of request threads of the server.
	 */
	public static int threads(Environment environment) {
		return Threading.VIRTUAL.isActive(environment) ? Integer.MAX_VALUE
				: environment.getProperty(THREADS, Integer.class, DEFAULT_THREADS);
	}

	public BulkheadSettings map() {
		Integer explicit = this.properties.getConcurrentSignIns();
		int concurrent = checked(CONCURRENT, explicit, Math.max(1, Math.min(DEFAULT_SIGN_INS, this.threads / 2)), 1);
		int rejectedCodes = checked(REJECTED_CODES, this.properties.getRejectedCodesPerAddress(),
				DEFAULT_REJECTED_CODES, 0);
		if (explicit != null && concurrent > this.threads / 2) {
			logger.warn(Texts.OPERATORS.inBoth("startup.few-threads", concurrent, this.threads));
		}
		return new BulkheadSettings(concurrent, rejectedCodes);
	}

	private static int checked(String property, @Nullable Integer value, int defaultValue, int least) {
		if (value == null) {
			return defaultValue;
		}
		if (value < least || value > MOST) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.limit", value, least, MOST),
					Texts.OPERATORS.both("remedy.limit"));
		}
		return value;
	}

}
