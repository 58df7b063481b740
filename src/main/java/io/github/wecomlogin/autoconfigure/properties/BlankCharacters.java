package io.github.wecomlogin.autoconfigure.properties;

/**
 * Recognises invisible characters, including full-width blanks and the zero-width
 * characters of text copied from web pages.
 */
final class BlankCharacters {

	private BlankCharacters() {
	}

	static boolean isBlank(String text) {
		return text.codePoints().allMatch(BlankCharacters::isOne);
	}

	static boolean isAnyIn(String text) {
		return text.codePoints().anyMatch(BlankCharacters::isOne);
	}

	/**
	 * Removes leading and trailing invisible characters.
	 */
	static String strip(String text) {
		int start = 0;
		int end = text.length();
		while (start < end && isOne(text.codePointAt(start))) {
			start += Character.charCount(text.codePointAt(start));
		}
		while (start < end && isOne(text.codePointBefore(end))) {
			end -= Character.charCount(text.codePointBefore(end));
		}
		return text.substring(start, end);
	}

	static boolean isOne(int character) {
		int type = Character.getType(character);
		return Character.isWhitespace(character) || Character.isSpaceChar(character) || type == Character.FORMAT
				|| type == Character.CONTROL;
	}

}
