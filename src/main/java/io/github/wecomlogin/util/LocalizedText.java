package io.github.wecomlogin.util;

import java.io.Serializable;
import java.util.Locale;

/**
 * A text in English and Chinese.
 *
 * @param english the text in English
 * @param chinese the text in Chinese
 */
public record LocalizedText(String english, String chinese) implements Serializable {

	private static final long serialVersionUID = 1L;

	/**
	 * No text.
	 */
	public static final LocalizedText EMPTY = new LocalizedText("", "");

	/**
	 * Returns the text in one language.
	 * @param locale Chinese, otherwise English
	 * @return the text
	 */
	public String in(Locale locale) {
		return Locale.CHINESE.equals(Texts.supported(locale)) ? this.chinese : this.english;
	}

	/**
	 * Appends another text in each language.
	 * @param other the text to append
	 * @return both texts; the English ones are separated by a blank
	 */
	public LocalizedText and(LocalizedText other) {
		return new LocalizedText(this.english + " " + other.english, this.chinese + other.chinese);
	}

	/**
	 * Returns both languages.
	 * @return the text in English, followed by the same in Chinese
	 */
	@Override
	public String toString() {
		return this.english + " " + this.chinese;
	}

}
