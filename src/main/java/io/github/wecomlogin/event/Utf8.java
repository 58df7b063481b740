package io.github.wecomlogin.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Strict UTF-8 decoder: malformed input is rejected, not replaced.
 */
final class Utf8 {

	private Utf8() {
	}

	/**
	 * Decodes bytes.
	 * @throws RefusedCallbackException if they are not valid UTF-8
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
