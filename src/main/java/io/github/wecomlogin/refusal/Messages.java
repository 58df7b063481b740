package io.github.wecomlogin.refusal;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Texts for members, in English and Chinese.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class Messages {

	private static final String BUNDLE = "io.github.wecomlogin.refusal.messages";

	private Messages() {
	}

	public static String text(String key, Locale locale) {
		return ResourceBundle
			.getBundle(BUNDLE, Locale.CHINESE.equals(supported(locale)) ? Locale.CHINESE : Locale.ROOT,
					Messages.class.getClassLoader(),
					ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES))
			.getString(key);
	}

	public static String format(String key, Locale locale, String argument) {
		return MessageFormat.format(text(key, locale), argument);
	}

	/**
	 * Returns the language of the texts for a locale.
	 * @param locale any locale
	 * @return Chinese or English
	 */
	public static Locale supported(Locale locale) {
		return Locale.CHINESE.getLanguage().equals(locale.getLanguage()) ? Locale.CHINESE : Locale.ENGLISH;
	}

}
