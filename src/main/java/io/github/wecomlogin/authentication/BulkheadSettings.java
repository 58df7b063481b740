package io.github.wecomlogin.authentication;

/**
 * The settings of a {@link SignInBulkhead}.
 *
 * @param maxConcurrent the maximum number of sign-ins that call WeCom concurrently, at
 * least 1
 * @param rejectedCodesPerAddress the number of codes rejected by WeCom after which a
 * client address has to wait; one a minute is forgiven. 0 for no limit
 */
public record BulkheadSettings(int maxConcurrent, int rejectedCodesPerAddress) {

	/**
	 * Checks the settings.
	 * @throws IllegalArgumentException if a limit is negative, or no sign-in is possible
	 */
	public BulkheadSettings {
		if (maxConcurrent < 1 || rejectedCodesPerAddress < 0) {
			throw new IllegalArgumentException("At least one sign-in must be allowed at a time");
		}
	}

}
