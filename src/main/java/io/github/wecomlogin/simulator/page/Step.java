package io.github.wecomlogin.simulator.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Steps of a sign-in after the authorization page.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public enum Step {

	/**
	 * Sign in as the selected person.
	 */
	CHOOSE,

	/**
	 * Agree to {@code snsapi_privateinfo} with all fields.
	 */
	ALLOW,

	/**
	 * Agree to {@code snsapi_privateinfo} without any field.
	 */
	WITHHOLD,

	/**
	 * Return without signing in.
	 */
	CANCEL;

	public static Optional<Step> of(String pathSegment) {
		return Arrays.stream(values()).filter((step) -> step.pathSegment().equals(pathSegment)).findFirst();
	}

	public String pathSegment() {
		return name().toLowerCase(Locale.ROOT);
	}

}
