package io.github.wecomlogin.refusal;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Creates references of refusals: {@value #LENGTH} random letters and digits without
 * those that look alike (0 and O; 1, I and L). Of 100,000 references, two are equal with
 * a probability below one percent.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class RefusalReference {

	private static final int LENGTH = 8;

	private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

	private static final Pattern SHAPE = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");

	private static final Pattern SUBJECT = Pattern.compile("([?&]subject=[^&]*)", Pattern.CASE_INSENSITIVE);

	private static final SecureRandom RANDOM = new SecureRandom();

	private RefusalReference() {
	}

	static String next() {
		StringBuilder reference = new StringBuilder(LENGTH);
		RANDOM.ints(LENGTH, 0, ALPHABET.length()).forEach((index) -> reference.append(ALPHABET.charAt(index)));
		return reference.toString();
	}

	static boolean isValid(@Nullable String reference) {
		return reference != null && SHAPE.matcher(reference).matches();
	}

	/**
	 * Adds a reference to the address of the support: to the query of an http address as
	 * {@code ref}, to the subject of a {@code mailto} address.
	 * @param url the address; one with another scheme is returned as it is
	 * @param reference the reference, or {@code null} if there is none
	 */
	public static String withReference(String url, @Nullable String reference) {
		String scheme = url.substring(0, url.indexOf(':') + 1).toLowerCase(Locale.ROOT);
		if (!isValid(reference)) {
			return url;
		}
		return switch (scheme) {
			case "https:", "http:" -> withParameter(url, WeComRefusalNotice.REFERENCE + "=" + reference);
			case "mailto:" -> SUBJECT.matcher(url).find() ? SUBJECT.matcher(url).replaceFirst("$1%20" + reference)
					: withParameter(url, "subject=" + reference);
			default -> url;
		};
	}

	/**
	 * Adds a parameter to the query of a URL, in front of its fragment.
	 */
	static String withParameter(String url, String parameter) {
		int fragment = url.indexOf('#');
		String address = (fragment < 0) ? url : url.substring(0, fragment);
		String rest = (fragment < 0) ? "" : url.substring(fragment);
		return address + ((address.indexOf('?') < 0) ? "?" : "&") + parameter + rest;
	}

}
