package io.github.wecomlogin.app.doctor;

import java.util.Locale;

import io.github.wecomlogin.util.Texts;

/**
 * Texts of the command.
 */
final class CommandTexts {

	private static final Texts TEXTS = new Texts(CommandTexts.class, "texts");

	private CommandTexts() {
	}

	static String in(Locale locale, String key, Object... arguments) {
		return TEXTS.in(locale, key, arguments);
	}

}
