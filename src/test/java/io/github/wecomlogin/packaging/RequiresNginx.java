package io.github.wecomlogin.packaging;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks tests that need a real nginx. Where there is none they are skipped, except in CI,
 * where that would hide that nobody looked at several nodes.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresNginx.Condition.class)
@interface RequiresNginx {

	/**
	 * The environment variable that names the program, where it is not on the path.
	 */
	String VARIABLE = "WECOM_LOGIN_NGINX";

	class Condition implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			if (nginx().isPresent()) {
				return ConditionEvaluationResult.enabled("There is an nginx");
			}
			String message = "Cluster tests need nginx, on the path or named by the environment variable " + VARIABLE
					+ ", for example: apt-get install nginx && export " + VARIABLE + "=/usr/sbin/nginx";
			if ("true".equals(System.getenv("CI"))) {
				throw new IllegalStateException("In CI no cluster test may be skipped. " + message);
			}
			LogFactory.getLog(RequiresNginx.class).warn("Skipped: " + message);
			return ConditionEvaluationResult.disabled(message);
		}

		/**
		 * Returns the program.
		 */
		static Optional<Path> nginx() {
			String named = System.getenv(VARIABLE);
			Stream<Path> onPath = Arrays
				.stream(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
				.map((directory) -> Path.of(directory, "nginx"));
			// Where Debian puts it, off the path of ordinary users
			Stream<Path> candidates = (named != null) ? Stream.of(Path.of(named))
					: Stream.concat(onPath, Stream.of(Path.of("/usr/sbin/nginx")));
			return candidates.filter(Files::isExecutable).findFirst();
		}

	}

}
