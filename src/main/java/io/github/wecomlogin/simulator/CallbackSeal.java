package io.github.wecomlogin.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs and encrypts callbacks as WeCom does (D/90968). Independent of the receiving code
 * of the library, so that both cannot share a defect.
 */
final class CallbackSeal {

	private static final int PAD_TO = 32;

	private final String token;

	private final byte[] key;

	CallbackSeal(String token, String encodingAesKey) {
		this.token = token;
		this.key = Base64.getDecoder().decode(encodingAesKey + "=");
	}

	/**
	 * Encrypts a message.
	 * @param random the 16 bytes that precede the message
	 * @param receiver the corp ID of the receiving company
	 * @return Base64
	 */
	String encrypt(byte[] random, byte[] message, String receiver) {
		byte[] receiveId = receiver.getBytes(StandardCharsets.UTF_8);
		int length = random.length + Integer.BYTES + message.length + receiveId.length;
		int pad = PAD_TO - length % PAD_TO;
		ByteBuffer plain = ByteBuffer.allocate(length + pad)
			.put(random)
			.putInt(message.length)
			.put(message)
			.put(receiveId);
		while (plain.hasRemaining()) {
			plain.put((byte) pad);
		}
		try {
			Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
			cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(this.key, "AES"),
					new IvParameterSpec(Arrays.copyOf(this.key, 16)));
			return Base64.getEncoder().encodeToString(cipher.doFinal(plain.array()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Signs an encrypted message.
	 * @return 40 hexadecimal digits
	 */
	String sign(String timestamp, String nonce, String encrypted) {
		String[] values = { this.token, timestamp, nonce, encrypted };
		Arrays.sort(values);
		try {
			byte[] hash = MessageDigest.getInstance("SHA-1")
				.digest(String.join("", values).getBytes(StandardCharsets.UTF_8));
			StringBuilder hex = new StringBuilder();
			for (byte each : hash) {
				hex.append("%02x".formatted(each));
			}
			return hex.toString();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
