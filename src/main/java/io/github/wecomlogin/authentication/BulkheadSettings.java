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

	private static final int MAX_WAITING_PAGES = 32;

	/**
	 * Checks the settings.
	 * @throws IllegalArgumentException if a limit is negative, or no sign-in is possible
	 */
	public BulkheadSettings {
		if (maxConcurrent < 1 || rejectedCodesPerAddress < 0) {
			throw new IllegalArgumentException("At least one sign-in must be allowed at a time");
		}
	}

	/**
	 * Returns how many pages may wait for a check of their session concurrently, so that
	 * sign-ins and checks together leave threads to other pages.
	 */
	public int waitingPages() {
		return Math.max(1, Math.min(MAX_WAITING_PAGES, this.maxConcurrent / 2));
	}

}
