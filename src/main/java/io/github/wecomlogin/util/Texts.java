package io.github.wecomlogin.util;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Texts of a message bundle in English and Chinese. Needs no application context, because
 * start-up failures occur before there is one. Texts are {@link MessageFormat} patterns
 * only if arguments are given.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class Texts {

	/**
	 * Texts of the library for operators: log lines, remedies of start-up failures and
	 * details of problem documents.
	 */
	public static final Texts OPERATORS = new Texts(Texts.class, "operators");

	private final String bundle;

	private final ClassLoader classLoader;

	/**
	 * Creates the texts of a bundle.
	 * @param owner a class in the package of the bundle
	 * @param name the simple name of the bundle
	 */
	public Texts(Class<?> owner, String name) {
		this.bundle = owner.getPackageName() + "." + name;
		this.classLoader = owner.getClassLoader();
	}

	/**
	 * Returns the language of the texts for a locale.
	 * @return Chinese or English
	 */
	public static Locale supported(Locale locale) {
		return Locale.CHINESE.getLanguage().equals(locale.getLanguage()) ? Locale.CHINESE : Locale.ENGLISH;
	}

	/**
	 * Returns a text in one language.
	 * @param locale Chinese, otherwise English
	 * @param arguments the arguments, inserted as they are; of a {@link LocalizedText},
	 * the text in this language
	 * @throws java.util.MissingResourceException if there is no text with this key
	 */
	public String in(Locale locale, String key, Object... arguments) {
		String text = bundle(locale).getString(key);
		return (arguments.length == 0) ? text : MessageFormat.format(text,
				Arrays.stream(arguments).map((argument) -> text(argument, locale)).toArray());
	}

	private static String text(Object argument, Locale locale) {
		return (argument instanceof LocalizedText text) ? text.in(locale) : String.valueOf(argument);
	}

	/**
	 * Returns a text in English, followed by the same in Chinese.
	 * @param arguments the arguments, inserted as they are
	 * @throws java.util.MissingResourceException if there is no text with this key
	 */
	public String inBoth(String key, Object... arguments) {
		return both(key, arguments).toString();
	}

	/**
	 * Returns a text in each language.
	 * @param arguments the arguments, inserted as they are
	 * @throws java.util.MissingResourceException if there is no text with this key
	 */
	public LocalizedText both(String key, Object... arguments) {
		return new LocalizedText(in(Locale.ENGLISH, key, arguments), in(Locale.CHINESE, key, arguments));
	}

	public boolean contain(String key) {
		return bundle(Locale.ENGLISH).containsKey(key);
	}

	// The root locale, because a bundle for English would be looked for in the default
	// locale too
	private ResourceBundle bundle(Locale locale) {
		return ResourceBundle.getBundle(this.bundle,
				Locale.CHINESE.equals(supported(locale)) ? Locale.CHINESE : Locale.ROOT, this.classLoader);
	}

}
