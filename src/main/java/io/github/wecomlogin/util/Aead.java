package io.github.wecomlogin.util;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Authenticated encryption with AES-256-GCM (NIST SP 800-38D). A sealed value is a random
 * 12-byte nonce, the ciphertext and a 16-byte tag. The only AEAD of this library.
 * <em>Internal</em>: public for the packages above. Safe for concurrent use.
 */
public final class Aead {

	private static final String TRANSFORMATION = "AES/GCM/NoPadding";

	private static final int KEY_BYTES = 32;

	private static final int NONCE_BYTES = 12;

	private static final int TAG_BYTES = 16;

	private static final SecureRandom RANDOM = new SecureRandom();

	// Looking up an implementation costs more than a short encryption
	private final Queue<Cipher> idle = new ConcurrentLinkedQueue<>();

	private final SecretKeySpec key;

	/**
	 * Creates an AEAD.
	 * @param key 32 bytes
	 * @throws IllegalArgumentException if the key has another length
	 */
	public Aead(byte[] key) {
		if (key.length != KEY_BYTES) {
			throw new IllegalArgumentException("The key must have " + KEY_BYTES + " bytes");
		}
		this.key = new SecretKeySpec(key, "AES");
	}

	/**
	 * Encrypts and authenticates a value.
	 * @param plaintext the value
	 * @param associatedData authenticated, but not part of the sealed value
	 * @return the sealed value, 28 bytes longer than the plaintext and different each
	 * time
	 */
	public byte[] seal(byte[] plaintext, byte[] associatedData) {
		byte[] nonce = new byte[NONCE_BYTES];
		RANDOM.nextBytes(nonce);
		try {
			Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, associatedData);
			byte[] sealed = cipher.doFinal(plaintext);
			this.idle.add(cipher);
			byte[] value = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
			System.arraycopy(sealed, 0, value, NONCE_BYTES, sealed.length);
			return value;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java runtime has no " + TRANSFORMATION, ex);
		}
	}

	/**
	 * Verifies and decrypts a value.
	 * @param sealed any bytes
	 * @param associatedData the associated data that the value was sealed with
	 * @return the plaintext, or {@code null} if the bytes were not sealed with this key
	 * and associated data
	 */
	public byte @Nullable [] open(byte[] sealed, byte[] associatedData) {
		// JDK 17 throws ProviderException for input shorter than a tag
		if (sealed.length < NONCE_BYTES + TAG_BYTES) {
			return null;
		}
		try {
			Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), associatedData);
			byte[] plaintext = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
			this.idle.add(cipher);
			return plaintext;
		}
		catch (GeneralSecurityException | ProviderException ex) {
			return null;
		}
	}

	private Cipher cipher(int mode, byte[] nonce, byte[] associatedData) throws GeneralSecurityException {
		Cipher idle = this.idle.poll();
		Cipher cipher = (idle != null) ? idle : Cipher.getInstance(TRANSFORMATION);
		cipher.init(mode, this.key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
		cipher.updateAAD(associatedData);
		return cipher;
	}

}
