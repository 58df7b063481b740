package io.github.wecomlogin.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks tests that need a real browser. Where there is none they are skipped, except in
 * CI, where that would hide that nobody looked at the pages.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresBrowser.Condition.class)
@interface RequiresBrowser {

	/**
	 * The environment variable that names the browser; the Maven profile 'browser' of the
	 * same condition adds the driver.
	 */
	String VARIABLE = "WECOM_LOGIN_BROWSER";

	class Condition implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			if (System.getenv(VARIABLE) != null) {
				return ConditionEvaluationResult.enabled("There is a browser");
			}
			String message = "Browser tests need the environment variable " + VARIABLE
					+ ", the path of Chromium or Chrome, for example: export " + VARIABLE + "=$(command -v chromium)";
			if ("true".equals(System.getenv("CI"))) {
				throw new IllegalStateException("In CI no browser test may be skipped. " + message);
			}
			LogFactory.getLog(RequiresBrowser.class).warn("Skipped: " + message);
			return ConditionEvaluationResult.disabled(message);
		}

	}

}
