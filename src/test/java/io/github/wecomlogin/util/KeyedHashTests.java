package io.github.wecomlogin.util;

import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyedHash}.
 */
class KeyedHashTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			# RFC 5869, A.1 to A.3: input key, salt, info, output
			0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 000102030405060708090a0b0c, f0f1f2f3f4f5f6f7f8f9, \
			3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865
			000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f\
			303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f, \
			606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f\
			909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf, \
			b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf\
			e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff, \
			b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09\
			da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87
			0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, '', '', \
			8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8
			""")
	void whenVectorOfTheRfcThenItsOutput(String inputKey, String salt, String info, String output) {
		byte[] expected = HexFormat.of().parseHex(output);
		assertThat(KeyedHash.deriveKey(bytes(inputKey), bytes(salt), bytes(info), expected.length)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			# RFC 4231, 4.2 and 4.3: key, data, output
			0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265, \
			b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7
			4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f, \
			5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843
			""")
	void whenPartsAreHashedThenLikeTheWhole(String key, String data, String output) {
		byte[] whole = bytes(data);
		KeyedHash hash = new KeyedHash(bytes(key));
		assertThat(hash.of(Arrays.copyOf(whole, 3), Arrays.copyOfRange(whole, 3, whole.length)))
			.isEqualTo(bytes(output));
		assertThat(hash.of(whole)).as("again").isEqualTo(bytes(output));
	}

	private static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex);
	}

}
