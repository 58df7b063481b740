package io.github.wecomlogin.autoconfigure.properties;

/**
 * Characters that nobody sees, among them those that a Chinese keyboard types or that
 * come along when text is copied from a page.
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
	 * Returns a text without those around it.
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
