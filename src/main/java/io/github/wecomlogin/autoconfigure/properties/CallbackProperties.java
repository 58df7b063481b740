package io.github.wecomlogin.autoconfigure.properties;

import org.jspecify.annotations.Nullable;

/**
 * Configuration properties for receiving events of WeCom, which are signed and encrypted
 * (D/90968).
 */
public class CallbackProperties {

	/**
	 * Token that signs the events (Token).
	 */
	private @Nullable String token;

	/**
	 * Key that encrypts the events (EncodingAESKey), 43 letters and digits.
	 */
	private @Nullable String encodingAesKey;

	boolean isEmpty() {
		return isBlank(this.token) && !hasKey();
	}

	boolean hasKey() {
		return !isBlank(this.encodingAesKey);
	}

	private static boolean isBlank(@Nullable String value) {
		return value == null || value.isBlank();
	}

	public @Nullable String getToken() {
		return this.token;
	}

	public void setToken(@Nullable String token) {
		this.token = token;
	}

	public @Nullable String getEncodingAesKey() {
		return this.encodingAesKey;
	}

	public void setEncodingAesKey(@Nullable String encodingAesKey) {
		this.encodingAesKey = encodingAesKey;
	}

}
