package io.github.wecomlogin.attempt;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Makes values for {@code state} and the nonces that go with them. WeCom takes letters
 * and digits only, at most 128 (D/91022); ours have 128 random bits and one letter in
 * front that tells what the sign-in follows on.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SignInState {

	public static final int MAX_LENGTH = 128;

	private static final char FIRST = 'a';

	private static final char RESTARTED = 'b';

	private static final char CONSENT = 'c';

	private static final char RESTARTED_CONSENT = 'd';

	private static final SecureRandom RANDOM = new SecureRandom();

	private SignInState() {
	}

	public static String next(boolean restarted) {
		return (restarted ? RESTARTED : FIRST) + nonce();
	}

	/**
	 * Returns the state of a sign-in that asks the member for consent.
	 * @param continued the state of the sign-in that it continues
	 */
	public static String nextWithConsent(String continued) {
		return (isRestarted(continued) ? RESTARTED_CONSENT : CONSENT) + nonce();
	}

	public static String nonce() {
		byte[] bytes = new byte[16];
		RANDOM.nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	/**
	 * Whether the sign-in was started in place of a lost one, after which none is started
	 * automatically.
	 */
	public static boolean isRestarted(String state) {
		return startsWith(state, RESTARTED) || startsWith(state, RESTARTED_CONSENT);
	}

	static boolean asksForConsent(String state) {
		return startsWith(state, CONSENT) || startsWith(state, RESTARTED_CONSENT);
	}

	private static boolean startsWith(String state, char letter) {
		return !state.isEmpty() && state.charAt(0) == letter;
	}

}
