package io.github.wecomlogin.attempt;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Makes values for {@code state} and the nonces that go with them. WeCom takes letters
 * and digits only, at most 128 (D/91022); ours have 128 random bits and one letter in
 * front that tells a second try from a first.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SignInState {

	public static final int MAX_LENGTH = 128;

	private static final char FIRST = 'a';

	private static final char RESTARTED = 'b';

	private static final SecureRandom RANDOM = new SecureRandom();

	private SignInState() {
	}

	public static String next(boolean restarted) {
		return (restarted ? RESTARTED : FIRST) + nonce();
	}

	public static String nonce() {
		byte[] bytes = new byte[16];
		RANDOM.nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	public static boolean isRestarted(String state) {
		return !state.isEmpty() && state.charAt(0) == RESTARTED;
	}

}
