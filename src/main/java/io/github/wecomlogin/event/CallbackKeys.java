package io.github.wecomlogin.event;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Token and key that sign and encrypt the callbacks of an application or of the
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
	 * @param sourceId the last path segment of the callback URL: a registration id, or
	 * {@code contacts} for the contact-sync helper
	 * @param corpId the company
	 * @param token the signing token, 1 to 32 letters and digits
	 * @param encodingAesKey the encryption key, 43 letters and digits
	 * @throws IllegalArgumentException if token or key are malformed; the message does
	 * not contain them
	 */
	public CallbackKeys(String sourceId, String corpId, String token, String encodingAesKey) {
		if (!TOKEN.matcher(token).matches()) {
			throw new IllegalArgumentException("A callback token must consist of 1 to 32 letters and digits");
		}
		if (!ENCODING_AES_KEY.matcher(encodingAesKey).matches()) {
			throw new IllegalArgumentException("An EncodingAESKey must consist of 43 letters and digits");
		}
		this.sourceId = sourceId;
		this.corpId = corpId;
		this.token = token;
		this.aesKey = Base64.getDecoder().decode((encodingAesKey + "=").getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Returns the source of the callbacks.
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
