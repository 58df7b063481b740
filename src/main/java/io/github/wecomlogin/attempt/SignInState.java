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

	private static final SecureRandom RANDOM = new SecureRandom();

	private SignInState() {
	}

	public static String next(boolean restarted) {
		return (restarted ? RESTARTED : FIRST) + nonce();
	}

	/**
	 * Returns the state of a sign-in that asks the member for consent.
	 */
	public static String nextWithConsent() {
		return CONSENT + nonce();
	}

	public static String nonce() {
		byte[] bytes = new byte[16];
		RANDOM.nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	/**
	 * Whether the sign-in follows on another one, after which none is started
	 * automatically.
	 */
	public static boolean isRestarted(String state) {
		return asksForConsent(state) || (!state.isEmpty() && state.charAt(0) == RESTARTED);
	}

	static boolean asksForConsent(String state) {
		return !state.isEmpty() && state.charAt(0) == CONSENT;
	}

}
