package io.github.wecomlogin.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads text without guessing what broken bytes could mean.
 */
final class Utf8 {

	private Utf8() {
	}

	/**
	 * Decodes a text.
	 * @throws RefusedCallbackException if it is not UTF-8
	 */
	static String decode(byte[] bytes) throws RefusedCallbackException {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new RefusedCallbackException();
		}
	}

}
