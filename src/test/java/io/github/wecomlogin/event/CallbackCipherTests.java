package io.github.wecomlogin.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Signatures and encryption, against what others made.
 */
class CallbackCipherTests {

	private final CallbackCipher cipher = new CallbackCipher(Callbacks.KEYS);

	static List<Vector> vectors() {
		return Vector.signed();
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void whenMessageIsKnownThenSignatureFitsAndItIsRead(Vector vector) throws Exception {
		CallbackCipher cipher = new CallbackCipher(vector.keys());
		cipher.verify(vector.signature(), vector.timestamp(), vector.nonce(), vector.encrypted());
		assertThat(new String(cipher.decrypt(vector.encrypted()), StandardCharsets.UTF_8)).isEqualTo(vector.message());
	}

	@Test
	void whenMessageIsChineseThenItIsRead() throws Exception {
		CallbackKeys keys = new CallbackKeys("d", "wxb11529c136998cb6", "token",
				"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG");
		String encrypted = "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==";
		assertThat(new String(new CallbackCipher(keys).decrypt(encrypted), StandardCharsets.UTF_8))
			.isEqualTo("我是中文abcd123");
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void whenAnythingSignedDiffersThenRefused(Vector vector) {
		CallbackCipher cipher = new CallbackCipher(vector.keys());
		String signature = vector.signature();
		refused(() -> cipher.verify(signature.toUpperCase(), vector.timestamp(), vector.nonce(), vector.encrypted()));
		refused(() -> cipher.verify("", vector.timestamp(), vector.nonce(), vector.encrypted()));
		refused(() -> cipher.verify(signature.substring(1), vector.timestamp(), vector.nonce(), vector.encrypted()));
		refused(() -> cipher.verify(signature, vector.timestamp() + "0", vector.nonce(), vector.encrypted()));
		refused(() -> cipher.verify(signature, vector.timestamp(), vector.nonce() + "0", vector.encrypted()));
		refused(() -> cipher.verify(signature, vector.timestamp(), vector.nonce(), vector.encrypted() + "A"));
		refused(() -> this.cipher.verify(signature, vector.timestamp(), vector.nonce(), vector.encrypted()));
	}

	@Test
	void whenCompanyIsAnotherThenRefused() {
		for (String receiver : List.of("", "ww0123456789abcdeg", "ww0123456789abcde", "ww0123456789abcdef0",
				"WW0123456789ABCDEF")) {
			refused(() -> this.cipher.decrypt(Callbacks.encrypt("x".getBytes(StandardCharsets.US_ASCII), receiver)));
		}
	}

	@Test
	void whenPaddingHasAnyLengthThatWeComGivesThenTheMessageIsRead() throws Exception {
		for (int length = 0; length < 64; length++) {
			String message = "m".repeat(length);
			assertThat(this.cipher
				.decrypt(Callbacks.encrypt(message.getBytes(StandardCharsets.US_ASCII), Callbacks.CORP_ID)))
				.asString(StandardCharsets.US_ASCII)
				.isEqualTo(message);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 33, 64, 127, -1, -128 })
	void whenPaddingHasAnotherLengthThenRefused(int padding) {
		byte[] blocks = blocks(1);
		blocks[blocks.length - 1] = (byte) padding;
		refused(() -> this.cipher.decrypt(Callbacks.encryptBlocks(blocks)));
	}

	@Test
	void whenPaddingIsNotAllTheSameThenRefused() throws Exception {
		byte[] blocks = blocks(1);
		this.cipher.decrypt(Callbacks.encryptBlocks(blocks));
		int padding = blocks[blocks.length - 1];
		for (int i = 2; i <= padding; i++) {
			byte[] broken = blocks.clone();
			broken[broken.length - i]++;
			refused(() -> this.cipher.decrypt(Callbacks.encryptBlocks(broken)));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 100, Integer.MAX_VALUE, Integer.MAX_VALUE - 19, -1, Integer.MIN_VALUE, 0 })
	void whenLengthIsNotThatOfTheMessageThenRefused(int length) {
		refused(() -> this.cipher.decrypt(Callbacks.encryptBlocks(blocks(length))));
	}

	/**
	 * The message is one letter, whatever is said.
	 */
	private static byte[] blocks(int length) {
		byte[] receiver = Callbacks.CORP_ID.getBytes(StandardCharsets.US_ASCII);
		ByteBuffer blocks = ByteBuffer.allocate(64).put(new byte[16]).putInt(length).put((byte) 'x').put(receiver);
		byte padding = (byte) blocks.remaining();
		while (blocks.hasRemaining()) {
			blocks.put(padding);
		}
		return blocks.array();
	}

	@Test
	void whenThereIsNothingButPaddingThenRefused() {
		byte[] blocks = new byte[32];
		Arrays.fill(blocks, (byte) 32);
		refused(() -> this.cipher.decrypt(Callbacks.encryptBlocks(blocks)));
		byte[] half = new byte[16];
		Arrays.fill(half, (byte) 32);
		refused(() -> this.cipher.decrypt(Callbacks.encryptBlocks(half)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "A", "====", "AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAAAA=", "\u0000", "密文" })
	void whenItIsNoWholeBlocksThenRefused(String encrypted) {
		refused(() -> this.cipher.decrypt(encrypted));
		refused(() -> this.cipher.decrypt(Base64.getEncoder().encodeToString(new byte[33])));
	}

	@Test
	void whenKeysAreNoneThenTheyAreRefusedAndNotShown() {
		for (String token : List.of("", "secret-token", "t".repeat(33))) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new CallbackKeys("wecom", Callbacks.CORP_ID, token, Callbacks.AES_KEY))
				.withMessageNotContaining("secret");
		}
		for (String key : List.of("", "k".repeat(42), "k".repeat(44), "k".repeat(42) + "=")) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new CallbackKeys("wecom", Callbacks.CORP_ID, Callbacks.TOKEN, key))
				.withMessageNotContaining("kkk");
		}
		assertThat(Callbacks.KEYS).hasToString("CallbackKeys[wecom]");
	}

	private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
		assertThatExceptionOfType(RefusedCallbackException.class).isThrownBy(call).withNoCause().withMessage("Refused");
	}

}
