package io.github.wecomlogin.event;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What an administrator agreed with WeCom for the callbacks of one application, or of the
 * contact-sync helper (D/90968).
 */
public final class CallbackKeys {

	private static final Pattern TOKEN = Pattern.compile("[0-9a-zA-Z]{1,32}");

	private static final Pattern ENCODING_AES_KEY = Pattern.compile("[0-9a-zA-Z]{43}");

	private final String sourceId;

	private final String corpId;

	private final String token;

	private final byte[] aesKey;

	/**
	 * Creates the keys.
	 * @param sourceId the last part of the address that WeCom calls: a registration id,
	 * or {@code contacts} for the contact-sync helper
	 * @param corpId the company whose callbacks these are
	 * @param token what callbacks are signed with, up to 32 letters and digits
	 * @param encodingAesKey what callbacks are encrypted with, 43 letters and digits
	 * @throws IllegalArgumentException if token or key are none; does not show them
	 */
	public CallbackKeys(String sourceId, String corpId, String token, String encodingAesKey) {
		if (!TOKEN.matcher(token).matches()) {
			throw new IllegalArgumentException("A token has 1 to 32 letters and digits");
		}
		if (!ENCODING_AES_KEY.matcher(encodingAesKey).matches()) {
			throw new IllegalArgumentException("An EncodingAESKey has 43 letters and digits");
		}
		this.sourceId = sourceId;
		this.corpId = corpId;
		this.token = token;
		this.aesKey = Base64.getDecoder().decode((encodingAesKey + "=").getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Returns whose callbacks these are.
	 * @return a registration id, or {@code contacts}
	 */
	public String sourceId() {
		return this.sourceId;
	}

	String corpId() {
		return this.corpId;
	}

	String token() {
		return this.token;
	}

	byte[] aesKey() {
		return this.aesKey.clone();
	}

	@Override
	public String toString() {
		return "CallbackKeys[" + this.sourceId + "]";
	}

}
