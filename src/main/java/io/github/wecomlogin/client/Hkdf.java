package io.github.wecomlogin.client;

import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HKDF with HMAC-SHA-256 (RFC 5869). The JDK has it from version 25 only.
 */
final class Hkdf {

	private static final String ALGORITHM = "HmacSHA256";

	private static final int HASH_LENGTH = 32;

	private Hkdf() {
	}

	static byte[] sha256(byte[] inputKey, byte[] salt, byte[] info, int length) {
		byte[] pseudoRandomKey = mac((salt.length > 0) ? salt : new byte[HASH_LENGTH], inputKey);
		byte[] output = new byte[length];
		byte[] block = new byte[0];
		for (int offset = 0, counter = 1; offset < length; offset += HASH_LENGTH, counter++) {
			byte[] input = Arrays.copyOf(block, block.length + info.length + 1);
			System.arraycopy(info, 0, input, block.length, info.length);
			input[input.length - 1] = (byte) counter;
			block = mac(pseudoRandomKey, input);
			System.arraycopy(block, 0, output, offset, Math.min(HASH_LENGTH, length - offset));
		}
		return output;
	}

	private static byte[] mac(byte[] key, byte[] input) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(key, ALGORITHM));
			return mac.doFinal(input);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java runtime has no " + ALGORITHM, ex);
		}
	}

}
