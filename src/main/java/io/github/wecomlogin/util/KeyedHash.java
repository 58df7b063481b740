package io.github.wecomlogin.util;

import java.security.GeneralSecurityException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 (RFC 2104) and key derivation with HKDF (RFC 5869), which the JDK provides
 * from version 25 only. The only keyed hash of this library. <em>Internal</em>: public
 * for the packages above. Safe for concurrent use.
 */
public final class KeyedHash {

	private static final String ALGORITHM = "HmacSHA256";

	private static final int HASH_BYTES = 32;

	// Each has the key, and again after a hash
	private final Queue<Mac> idle = new ConcurrentLinkedQueue<>();

	private final SecretKeySpec key;

	/**
	 * Creates a keyed hash.
	 * @param key at least one byte
	 * @throws IllegalArgumentException if the key is empty
	 */
	public KeyedHash(byte[] key) {
		this.key = new SecretKeySpec(key, ALGORITHM);
	}

	/**
	 * Returns the hash of the concatenated parts. Callers must delimit parts of variable
	 * length.
	 * @param parts the parts
	 * @return 32 bytes
	 */
	public byte[] of(byte[]... parts) {
		try {
			Mac mac = mac();
			for (byte[] part : parts) {
				mac.update(part);
			}
			byte[] hash = mac.doFinal();
			this.idle.add(mac);
			return hash;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java runtime has no " + ALGORITHM, ex);
		}
	}

	private Mac mac() throws GeneralSecurityException {
		Mac idle = this.idle.poll();
		if (idle != null) {
			return idle;
		}
		Mac mac = Mac.getInstance(ALGORITHM);
		mac.init(this.key);
		return mac;
	}

	/**
	 * Derives a key with HKDF.
	 * @param inputKey the secret
	 * @param salt a salt, which need not be secret; may be empty
	 * @param info the purpose of the key; different values give independent keys
	 * @param length the length of the key in bytes, at most 8,160
	 * @return the key
	 */
	public static byte[] deriveKey(byte[] inputKey, byte[] salt, byte[] info, int length) {
		return extract(inputKey, salt).expand(info, length);
	}

	/**
	 * Makes the first step of HKDF, which is the same for all keys of a secret.
	 * @param inputKey the secret
	 * @param salt a salt, which need not be secret; may be empty
	 * @return the hash to {@link #expand} keys with
	 */
	public static KeyedHash extract(byte[] inputKey, byte[] salt) {
		return new KeyedHash(new KeyedHash((salt.length > 0) ? salt : new byte[HASH_BYTES]).of(inputKey));
	}

	/**
	 * Makes the second step of HKDF.
	 * @param info the purpose of the key; different values give independent keys
	 * @param length the length of the key in bytes, at most 8,160
	 * @return the key
	 */
	public byte[] expand(byte[] info, int length) {
		byte[] output = new byte[length];
		byte[] block = new byte[0];
		for (int offset = 0, counter = 1; offset < length; offset += HASH_BYTES, counter++) {
			block = of(block, info, new byte[] { (byte) counter });
			System.arraycopy(block, 0, output, offset, Math.min(HASH_BYTES, length - offset));
		}
		return output;
	}

}
