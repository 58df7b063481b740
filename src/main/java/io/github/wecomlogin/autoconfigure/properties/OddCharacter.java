package io.github.wecomlogin.autoconfigure.properties;

import java.lang.Character.UnicodeBlock;
import java.util.function.IntPredicate;

import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Describes an unexpected character in a value by its kind and position, without
 * revealing the character or the value.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class OddCharacter {

	private static final String QUOTES = "\"'`´‘’‚‛“”„‟‹›«»「」『』＂＇";

	private static final String PLACEHOLDER_SIGNS = "$%@#{}<>*…";

	private static final int ZERO_WIDTH_NON_JOINER = 0x200C;

	private static final int ZERO_WIDTH_JOINER = 0x200D;

	private OddCharacter() {
	}

	/**
	 * Describes the first character that no value may contain: a quotation mark, a blank,
	 * an invisible or a full-width character.
	 * @return text such as "a line break as character 5", or {@code null} if there is
	 * none
	 */
	static @Nullable LocalizedText firstIn(String value) {
		return first(value, (character) -> isQuote(character) || BlankCharacters.isOne(character)
				|| isFullWidth(character) || isUnassigned(character));
	}

	/**
	 * Describes the first character that no directory name contains: an invisible
	 * character other than a blank, or an unassigned code point.
	 */
	static @Nullable LocalizedText firstInvisibleIn(String value) {
		return first(value, (character) -> isInvisible(character) || isUnassigned(character));
	}

	/**
	 * Describes the first character that is not allowed.
	 */
	static @Nullable LocalizedText firstOther(String value, IntPredicate allowed) {
		return first(value, allowed.negate());
	}

	/**
	 * Returns an addition to a message about a value that is invalid for another reason.
	 * @return text such as ", with a line break as character 5", or an empty text
	 */
	public static LocalizedText remark(String value) {
		return remark(firstIn(value));
	}

	static LocalizedText remark(@Nullable LocalizedText odd) {
		return (odd != null) ? Texts.OPERATORS.both("character.remark", odd) : LocalizedText.EMPTY;
	}

	/**
	 * Whether a value starts and ends with a quotation mark, as values quoted for another
	 * format do.
	 */
	static boolean isQuoted(String value) {
		return value.codePointCount(0, value.length()) > 1 && isQuote(value.codePointAt(0))
				&& isQuote(value.codePointBefore(value.length()));
	}

	private static @Nullable LocalizedText first(String value, IntPredicate odd) {
		int[] characters = value.codePoints().toArray();
		for (int i = 0; i < characters.length; i++) {
			if (odd.test(characters[i])) {
				return Texts.OPERATORS.both("character.at", Texts.OPERATORS.both(kind(characters[i])), i + 1);
			}
		}
		return null;
	}

	/**
	 * Returns the key of the text that names the kind of a character.
	 */
	private static String kind(int character) {
		if (character == 0xFEFF) {
			return "character.byte-order-mark";
		}
		if (isQuote(character)) {
			return "character.quotation-mark";
		}
		if (character == '\n' || character == '\r' || character == 0x85 || character == 0x2028 || character == 0x2029) {
			return "character.line-break";
		}
		if (character == '\t') {
			return "character.tab";
		}
		if (character == ' ') {
			return "character.blank";
		}
		if (Character.getType(character) == Character.FORMAT) {
			return "character.zero-width";
		}
		if (isFullWidth(character)) {
			return (character == 0x3000) ? "character.full-width-blank" : "character.full-width";
		}
		if (Character.isSpaceChar(character) || Character.isWhitespace(character)) {
			return "character.special-blank";
		}
		if (Character.isISOControl(character) || isUnassigned(character)) {
			return "character.control";
		}
		return printable(character);
	}

	private static String printable(int character) {
		if (PLACEHOLDER_SIGNS.indexOf(character) >= 0) {
			return "character.placeholder";
		}
		if (Character.isIdeographic(character)) {
			return "character.chinese";
		}
		if (character > 0x7F) {
			return "character.not-ascii";
		}
		return Character.isLetterOrDigit(character) ? "character.letter-or-digit" : "character.punctuation";
	}

	private static boolean isQuote(int character) {
		return QUOTES.indexOf(character) >= 0;
	}

	private static boolean isFullWidth(int character) {
		UnicodeBlock block = UnicodeBlock.of(character);
		return block == UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS || block == UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION;
	}

	private static boolean isInvisible(int character) {
		// Joiners are regular characters of some scripts
		return Character.isISOControl(character) || (Character.getType(character) == Character.FORMAT
				&& character != ZERO_WIDTH_JOINER && character != ZERO_WIDTH_NON_JOINER);
	}

	private static boolean isUnassigned(int character) {
		return character == 0xFFFD || !Character.isDefined(character)
				|| Character.getType(character) == Character.SURROGATE;
	}

}
