package io.github.wecomlogin.autoconfigure.properties;

import java.time.Duration;
import java.util.regex.Pattern;

import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Validates durations under {@code wecom}. Spring Boot reads a number without a unit as
 * milliseconds, so a value below the minimum often lacks its unit.
 */
final class DurationChecks {

	private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);

	private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);

	private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);

	/**
	 * Minimum period without a unit: 3600 is unlikely to mean 3.6 seconds.
	 */
	private static final Duration SHORTEST_PERIOD_WITHOUT_UNIT = Duration.ofMinutes(1);

	private static final Duration LONGEST_PERIOD = Duration.ofDays(7);

	private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

	private final ConfigurableEnvironment environment;

	DurationChecks(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	Duration timeout(String property, Duration value) {
		return check(property, value, SHORTEST_TIMEOUT, LONGEST_TIMEOUT, Texts.OPERATORS.both("problem.timeout-bounds"),
				Texts.OPERATORS.both("remedy.timeout"));
	}

	Duration period(String property, Duration value) {
		Duration shortest = isWithoutUnit(property) ? SHORTEST_PERIOD_WITHOUT_UNIT : SHORTEST_PERIOD;
		return check(property, value, shortest, LONGEST_PERIOD, Texts.OPERATORS.both("problem.period-bounds"),
				Texts.OPERATORS.both("remedy.period"));
	}

	private Duration check(String property, Duration value, Duration shortest, Duration longest, LocalizedText bounds,
			LocalizedText mend) {
		if (value.compareTo(shortest) >= 0 && value.compareTo(longest) <= 0) {
			return value;
		}
		if (isWithoutUnit(property)) {
			throw new InvalidWeComPropertyException(property,
					Texts.OPERATORS.both("problem.unit", value.toMillis(), bounds),
					Texts.OPERATORS.both("remedy.unit").and(mend));
		}
		throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.duration", value, bounds),
				mend);
	}

	private boolean isWithoutUnit(String property) {
		String text = Binder.get(this.environment).bind(property, String.class).orElse("");
		return NUMBER.matcher(text.strip()).matches();
	}

}
