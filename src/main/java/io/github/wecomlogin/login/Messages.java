package io.github.wecomlogin.login;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;

/**
 * What members read, in Chinese or English.
 */
final class Messages {

	private static final String BUNDLE = "io.github.wecomlogin.login.messages";

	private Messages() {
	}

	/**
	 * Returns the visitor's language; whoever says nothing about it reads Chinese.
	 */
	static Locale language(HttpServletRequest request) {
		String header = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
		// Not worth reading if it is longer than any browser's: the container takes it
		// apart and sorts what is in it
		if (header == null || header.length() > RequestHeaders.MAX_LENGTH) {
			return Locale.CHINESE;
		}
		return supported(request.getLocale());
	}

	static String text(String key, Locale locale) {
		return ResourceBundle
			.getBundle(BUNDLE, Locale.CHINESE.equals(supported(locale)) ? Locale.CHINESE : Locale.ROOT,
					Messages.class.getClassLoader(),
					ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES))
			.getString(key);
	}

	static String format(String key, Locale locale, String argument) {
		return MessageFormat.format(text(key, locale), argument);
	}

	private static Locale supported(Locale locale) {
		return Locale.CHINESE.getLanguage().equals(locale.getLanguage()) ? Locale.CHINESE : Locale.ENGLISH;
	}

}
