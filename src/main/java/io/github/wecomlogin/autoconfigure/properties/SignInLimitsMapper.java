package io.github.wecomlogin.autoconfigure.properties;

import io.github.wecomlogin.authentication.SignInLimits;
import io.github.wecomlogin.util.Texts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;

/**
 * Maps {@code wecom.limits} to limits that fit the server. By default, sign-ins occupy at
 * most half of the server's threads, so that the other half remains available to
 * signed-in members. Explicit values are used unchanged, with a warning if they exceed
 * that share.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SignInLimitsMapper {

	private static final Log logger = LogFactory.getLog(SignInLimitsMapper.class);

	private static final String CONCURRENT = "wecom.limits.concurrent-sign-ins";

	private static final String WAITING = "wecom.limits.waiting-sign-ins";

	private static final String REJECTED_CODES = "wecom.limits.rejected-codes-per-address";

	private static final String THREADS = "server.tomcat.threads.max";

	private static final int DEFAULT_SIGN_INS = 32;

	private static final int DEFAULT_REJECTED_CODES = 40;

	// Default of Tomcat and Jetty
	private static final int DEFAULT_THREADS = 200;

	private static final int MOST = 100_000;

	private final WeComProperties.Limits properties;

	private final int threads;

	public SignInLimitsMapper(WeComProperties.Limits properties, Environment environment) {
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

	public SignInLimits map() {
		int share = Math.min(DEFAULT_SIGN_INS, this.threads / 4);
		int concurrent = checked(CONCURRENT, this.properties.getConcurrentSignIns(), Math.max(1, share), 1);
		int waiting = checked(WAITING, this.properties.getWaitingSignIns(), share, 0);
		int rejectedCodes = checked(REJECTED_CODES, this.properties.getRejectedCodesPerAddress(),
				Math.max(DEFAULT_REJECTED_CODES, concurrent), 0);
		warnOfFewThreads(concurrent, waiting);
		if (rejectedCodes > 0 && rejectedCodes < concurrent) {
			logger.warn(Texts.OPERATORS.inBoth("startup.few-rejected-codes", rejectedCodes, concurrent));
		}
		return new SignInLimits(concurrent, waiting, rejectedCodes);
	}

	private void warnOfFewThreads(int concurrent, int waiting) {
		boolean explicit = this.properties.getConcurrentSignIns() != null
				|| this.properties.getWaitingSignIns() != null;
		if (explicit && (long) concurrent + waiting > this.threads / 2) {
			logger.warn(Texts.OPERATORS.inBoth("startup.few-threads", (long) concurrent + waiting, this.threads));
		}
	}

	private static int checked(String property, @Nullable Integer value, int defaultValue, int least) {
		if (value == null) {
			return defaultValue;
		}
		if (value < least || value > MOST) {
			throw new InvalidWeComPropertyException(property,
					"is " + value + ", but it must be at least " + least + " and at most " + MOST,
					Texts.OPERATORS.inBoth("remedy.limit"));
		}
		return value;
	}

}
