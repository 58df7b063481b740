package io.github.wecomlogin.refusal;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

import io.github.wecomlogin.web.request.RequestHeaders;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;

/**
 * What members read, in Chinese or English.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class Messages {

	private static final String BUNDLE = "io.github.wecomlogin.refusal.messages";

	private Messages() {
	}

	/**
	 * Returns the language that the visitor prefers: Chinese if the header is missing,
	 * malformed, or longer than any browser's. Does not ask the container, which may fail
	 * for more languages than it takes.
	 */
	public static Locale language(HttpServletRequest request) {
		String header = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
		if (header == null || header.isBlank() || header.length() > RequestHeaders.MAX_LENGTH) {
			return Locale.CHINESE;
		}
		try {
			return supported(Locale.forLanguageTag(Locale.LanguageRange.parse(header).get(0).getRange()));
		}
		catch (IllegalArgumentException ex) {
			return Locale.CHINESE;
		}
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

	private static Locale supported(Locale locale) {
		return Locale.CHINESE.getLanguage().equals(locale.getLanguage()) ? Locale.CHINESE : Locale.ENGLISH;
	}

}
