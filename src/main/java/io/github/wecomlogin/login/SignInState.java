package io.github.wecomlogin.login;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Makes values for {@code state} and the nonces that go with them. WeCom takes letters
 * and digits only, at most 128 (D/91022); ours have 128 random bits and one letter in
 * front that tells a second try from a first.
 */
final class SignInState {

	static final int MAX_LENGTH = 128;

	private static final char FIRST = 'a';

	private static final char RESTARTED = 'b';

	private static final SecureRandom RANDOM = new SecureRandom();

	private SignInState() {
	}

	static String next(boolean restarted) {
		return (restarted ? RESTARTED : FIRST) + nonce();
	}

	static String nonce() {
		byte[] bytes = new byte[16];
		RANDOM.nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	static boolean isRestarted(String state) {
		return !state.isEmpty() && state.charAt(0) == RESTARTED;
	}

}
