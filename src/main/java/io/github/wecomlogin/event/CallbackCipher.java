package io.github.wecomlogin.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies and decrypts callbacks, and signs and encrypts those of a self-test (D/90968).
 * WeCom pads to 32 bytes, which {@code PKCS5Padding} of the JDK does not accept.
 */
final class CallbackCipher {

	private static final int BLOCK = 16;

	private static final int MAX_PADDING = 32;

	private static final int RANDOM_BYTES = 16;

	private static final int HEADER_BYTES = RANDOM_BYTES + Integer.BYTES;

	private final CallbackKeys keys;

	CallbackCipher(CallbackKeys keys) {
		this.keys = keys;
	}

	/**
	 * Verifies a signature.
	 * @throws RefusedCallbackException if it does not match
	 */
	void verify(String signature, String timestamp, String nonce, String encrypted) throws RefusedCallbackException {
		if (!MessageDigest.isEqual(bytes(sign(timestamp, nonce, encrypted)), bytes(signature))) {
			throw new RefusedCallbackException();
		}
	}

	/**
	 * Returns the signature of a message.
	 */
	String sign(String timestamp, String nonce, String encrypted) {
		byte[][] values = { bytes(this.keys.token()), bytes(timestamp), bytes(nonce), bytes(encrypted) };
		Arrays.sort(values, Arrays::compareUnsigned);
		MessageDigest sha1 = sha1();
		for (byte[] value : values) {
			sha1.update(value);
		}
		return HexFormat.of().formatHex(sha1.digest());
	}

	private static MessageDigest sha1() {
		try {
			return MessageDigest.getInstance("SHA-1");
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java runtime has no SHA-1", ex);
		}
	}

	/**
	 * Decrypts a message.
	 * @return the message in UTF-8
	 * @throws RefusedCallbackException if it is malformed or addressed to another company
	 */
	byte[] decrypt(String encrypted) throws RefusedCallbackException {
		byte[] padded = decryptBlocks(decode(encrypted));
		int end = padded.length - padding(padded);
		if (end < HEADER_BYTES) {
			throw new RefusedCallbackException();
		}
		int length = ByteBuffer.wrap(padded, RANDOM_BYTES, Integer.BYTES).getInt();
		if (length < 0 || length > end - HEADER_BYTES) {
			throw new RefusedCallbackException();
		}
		byte[] receiver = Arrays.copyOfRange(padded, HEADER_BYTES + length, end);
		if (!MessageDigest.isEqual(bytes(this.keys.corpId()), receiver)) {
			throw new RefusedCallbackException();
		}
		return Arrays.copyOfRange(padded, HEADER_BYTES, HEADER_BYTES + length);
	}

	private static byte[] decode(String encrypted) throws RefusedCallbackException {
		try {
			return Base64.getDecoder().decode(bytes(encrypted));
		}
		catch (IllegalArgumentException ex) {
			throw new RefusedCallbackException();
		}
	}

	private byte[] decryptBlocks(byte[] encrypted) throws RefusedCallbackException {
		if (encrypted.length == 0 || encrypted.length % BLOCK != 0) {
			throw new RefusedCallbackException();
		}
		return process(Cipher.DECRYPT_MODE, encrypted);
	}

	/**
	 * Encrypts a message.
	 * @param random 16 random bytes
	 * @return text in Base64
	 */
	String encrypt(byte[] random, byte[] message) {
		byte[] receiver = bytes(this.keys.corpId());
		int length = HEADER_BYTES + message.length + receiver.length;
		int padding = MAX_PADDING - length % MAX_PADDING;
		byte[] padded = new byte[length + padding];
		Arrays.fill(padded, length, padded.length, (byte) padding);
		ByteBuffer.wrap(padded).put(random, 0, RANDOM_BYTES).putInt(message.length).put(message).put(receiver);
		return Base64.getEncoder().encodeToString(process(Cipher.ENCRYPT_MODE, padded));
	}

	private byte[] process(int mode, byte[] blocks) {
		byte[] key = this.keys.aesKey();
		try {
			Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
			cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, BLOCK));
			return cipher.doFinal(blocks);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java runtime has no AES-256-CBC", ex);
		}
	}

	private static int padding(byte[] padded) throws RefusedCallbackException {
		int padding = padded[padded.length - 1];
		if (padding < 1 || padding > MAX_PADDING || padding > padded.length) {
			throw new RefusedCallbackException();
		}
		for (int i = padded.length - padding; i < padded.length; i++) {
			if (padded[i] != padding) {
				throw new RefusedCallbackException();
			}
		}
		return padding;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
