package io.github.wecomlogin.util;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Aead}.
 */
class AeadTests {

	private static final byte[] PLAINTEXT = "plaintext".getBytes(StandardCharsets.UTF_8);

	private static final byte[] DATA = { 1, 2 };

	private final Aead aead = new Aead(key(1));

	@Test
	void whenSealedThenItOpensWithTheSameKeyAndData() {
		byte[] sealed = this.aead.seal(PLAINTEXT, DATA);
		assertThat(new Aead(key(1)).open(sealed, DATA)).isEqualTo(PLAINTEXT);
		assertThat(this.aead.open(this.aead.seal(new byte[0], DATA), DATA)).isEmpty();
		assertThat(this.aead.seal(PLAINTEXT, DATA)).hasSize(PLAINTEXT.length + 28).isNotEqualTo(sealed);
	}

	@Test
	void whenKeyOrDataDifferThenItIsAbsent() {
		byte[] sealed = this.aead.seal(PLAINTEXT, DATA);
		assertThat(new Aead(key(2)).open(sealed, DATA)).isNull();
		assertThat(this.aead.open(sealed, new byte[0])).isNull();
		assertThat(this.aead.open(sealed, new byte[] { 1, 3 })).isNull();
	}

	@Test
	void whenItIsCutOrExtendedThenItIsAbsent() {
		byte[] sealed = this.aead.seal(PLAINTEXT, DATA);
		for (int length = 0; length < sealed.length + 40; length++) {
			if (length != sealed.length) {
				assertThat(this.aead.open(Arrays.copyOf(sealed, length), DATA)).as("length %d", length).isNull();
			}
		}
	}

	@Test
	void whenBytesAreAnyThenTheyAreAbsent() {
		Random random = new Random(13);
		for (int i = 0; i < 5_000; i++) {
			byte[] junk = new byte[random.nextInt(80)];
			random.nextBytes(junk);
			assertThat(this.aead.open(junk, DATA)).isNull();
		}
	}

	@Test
	void whenManyThreadsUseItThenEachGetsItsOwnValue() {
		boolean[] own = new boolean[2_000];
		IntStream.range(0, own.length).parallel().forEach((i) -> {
			byte[] plaintext = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
			byte[] sealed = this.aead.seal(plaintext, DATA);
			boolean refused = this.aead.open(sealed, plaintext) == null;
			own[i] = refused && Arrays.equals(plaintext, this.aead.open(sealed, DATA));
		});
		assertThat(own).doesNotContain(false);
	}

	@Test
	void whenKeyHasAnotherLengthThenItIsNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Aead(new byte[16]));
		assertThatIllegalArgumentException().isThrownBy(() -> new Aead(new byte[0]));
	}

	private static byte[] key(int fill) {
		byte[] key = new byte[32];
		Arrays.fill(key, (byte) fill);
		return key;
	}

}
