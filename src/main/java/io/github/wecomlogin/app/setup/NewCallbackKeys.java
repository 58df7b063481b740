package io.github.wecomlogin.app.setup;

import java.security.SecureRandom;

/**
 * A new Token and EncodingAESKey for callbacks (D/90930), for the administrator to enter
 * in the configuration and in the WeCom console. Neither stored nor logged.
 *
 * @param token the Token, 32 letters and digits
 * @param encodingAesKey the EncodingAESKey, 43 letters and digits
 */
record NewCallbackKeys(String token, String encodingAesKey) {

	private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

	private static final SecureRandom RANDOM = new SecureRandom();

	static NewCallbackKeys random() {
		return new NewCallbackKeys(random(32), random(43));
	}

	private static String random(int length) {
		return RANDOM.ints(length, 0, CHARACTERS.length())
			.mapToObj(CHARACTERS::charAt)
			.collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
			.toString();
	}

	/**
	 * Shows no keys: models end up in logs.
	 */
	@Override
	public String toString() {
		return "NewCallbackKeys[]";
	}

}
