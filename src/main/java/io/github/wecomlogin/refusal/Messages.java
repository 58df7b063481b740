package io.github.wecomlogin.refusal;

import java.util.Locale;

import io.github.wecomlogin.util.Texts;

/**
 * Texts for members, in English and Chinese.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class Messages {

	private static final Texts TEXTS = new Texts(Messages.class, "messages");

	private Messages() {
	}

	public static String text(String key, Locale locale, Object... arguments) {
		return TEXTS.in(locale, key, arguments);
	}

}
