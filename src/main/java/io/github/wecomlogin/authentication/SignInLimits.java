package io.github.wecomlogin.authentication;

/**
 * How much of this node sign-ins may use.
 *
 * @param concurrent how many sign-ins may be worked on at once, at least 1
 * @param waiting how many more may wait a moment for their turn, or 0
 * @param rejectedCodesPerAddress how many codes that WeCom rejects one client address may
 * bring at once; one a minute is forgiven. 0 for no limit
 */
public record SignInLimits(int concurrent, int waiting, int rejectedCodesPerAddress) {

	/**
	 * Checks the limits.
	 * @throws IllegalArgumentException if a limit is negative, or none could sign in
	 */
	public SignInLimits {
		if (concurrent < 1 || waiting < 0 || rejectedCodesPerAddress < 0) {
			throw new IllegalArgumentException("At least one sign-in must be allowed at a time");
		}
	}

}
