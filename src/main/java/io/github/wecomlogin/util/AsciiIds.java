package io.github.wecomlogin.util;

import org.jspecify.annotations.Nullable;

/**
 * Rules for WeCom's text ids, such as user ids (D/90195). They consist of printable ASCII
 * characters, and user ids are compared without case, in ASCII only. Unicode case folding
 * would equate other characters with ASCII letters, such as the Kelvin sign (U+212A) with
 * {@code k} and the dotless i (U+0131) with {@code I}. <em>Internal.</em>
 */
public final class AsciiIds {

	private AsciiIds() {
	}

	/**
	 * Whether a text is a valid id.
	 * @param text any text, or {@code null}
	 * @return {@code true} if it is not empty and has only ASCII characters from
	 * {@code '!'} to {@code '~'}
	 */
	public static boolean isId(@Nullable String text) {
		if (text == null || text.isEmpty()) {
			return false;
		}
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) <= ' ' || text.charAt(i) >= 127) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Converts {@code A} to {@code Z} to lower case and keeps all other characters.
	 * @param text any text
	 * @return the text in lower case
	 */
	public static String toLowerCase(String text) {
		char[] characters = text.toCharArray();
		for (int i = 0; i < characters.length; i++) {
			if (characters[i] >= 'A' && characters[i] <= 'Z') {
				characters[i] += 'a' - 'A';
			}
		}
		return String.valueOf(characters);
	}

	/**
	 * Compares two texts without regard to the case of {@code A} to {@code Z}.
	 * @param one a text
	 * @param other another text
	 * @return {@code true} if they differ at most in the case of ASCII letters
	 */
	public static boolean equalsIgnoreCase(String one, String other) {
		return one.length() == other.length() && toLowerCase(one).equals(toLowerCase(other));
	}

}
