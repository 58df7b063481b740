package io.github.wecomlogin.attempt;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * A path of this site with its query, normalised: dot segments are resolved as browsers
 * do it, and everything but ASCII is percent-encoded.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param value the target in the form in which it is sent to browsers
 * @param path the path as the most lenient server reads it: decoded until nothing is left
 * to decode, without path parameters. Only for comparison
 */
public record ReturnTarget(String value, String path) {

	/**
	 * Maximum length of a percent-encoded target.
	 */
	public static final int MAX_LENGTH = 2048;

	private static final String UNENCODED = "-._~!$&'()*+,;=:@/?";

	private static final Pattern ENCODED = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

	private static final Pattern ENCODED_BEYOND_ASCII = Pattern.compile("(?:%[89A-Fa-f][0-9A-Fa-f])+");

	private static final Pattern DOT = Pattern.compile("\\.|%2[eE]");

	private static final Pattern PATH_PARAMETERS = Pattern.compile(";[^/]*");

	/**
	 * Normalises a target.
	 * @return the target, or {@code null} if it is not a path of this site, malformed,
	 * longer than {@link #MAX_LENGTH} or read differently by different servers
	 */
	public static @Nullable ReturnTarget parse(@Nullable String target) {
		if (target == null || target.length() > MAX_LENGTH || !target.startsWith("/")) {
			return null;
		}
		int end = endOfPath(target);
		String path = resolveDotSegments(target.substring(0, end));
		String value = encode(path + target.substring(end));
		if (value == null || value.length() > MAX_LENGTH) {
			return null;
		}
		String decoded = decode(path);
		if (decoded.chars().anyMatch((each) -> Character.isISOControl(each) || each == '\\')) {
			return null;
		}
		String compared = PATH_PARAMETERS.matcher(decoded).replaceAll("");
		boolean ambiguous = compared.contains("//") || !compared.equals(resolveDotSegments(compared));
		return ambiguous ? null : new ReturnTarget(value, compared);
	}

	private static int endOfPath(String target) {
		for (int i = 0; i < target.length(); i++) {
			if (target.charAt(i) == '?' || target.charAt(i) == '#') {
				return i;
			}
		}
		return target.length();
	}

	private static String resolveDotSegments(String path) {
		Deque<String> resolved = new ArrayDeque<>();
		String[] segments = path.split("/", -1);
		for (int i = 1; i < segments.length; i++) {
			String dots = DOT.matcher(segments[i]).replaceAll(".");
			boolean last = i == segments.length - 1;
			if (dots.equals("..")) {
				resolved.pollLast();
			}
			else if (!dots.equals(".")) {
				resolved.addLast(segments[i]);
				continue;
			}
			if (last) {
				resolved.addLast("");
			}
		}
		return "/" + String.join("/", resolved);
	}

	/**
	 * Returns a target with everything percent-encoded that is not allowed in a URL.
	 * @return the encoded target, or {@code null} if it has control characters, unpaired
	 * surrogates or a percent sign that encodes nothing
	 */
	private static @Nullable String encode(String target) {
		StringBuilder encoded = new StringBuilder(target.length());
		boolean fragment = false;
		for (int i = 0; i < target.length(); i += Character.charCount(target.codePointAt(i))) {
			int each = target.codePointAt(i);
			if (Character.isISOControl(each) || Character.getType(each) == Character.SURROGATE) {
				return null;
			}
			boolean triplet = each == '%' && i + 2 < target.length() && HexFormat.isHexDigit(target.charAt(i + 1))
					&& HexFormat.isHexDigit(target.charAt(i + 2));
			if (each == '%' && !triplet) {
				return null;
			}
			boolean beginsFragment = each == '#' && !fragment;
			fragment |= beginsFragment;
			if (triplet || beginsFragment || isUnencoded(each)) {
				encoded.append((char) each);
			}
			else {
				for (byte octet : Character.toString(each).getBytes(StandardCharsets.UTF_8)) {
					encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
				}
			}
		}
		return encoded.toString();
	}

	private static boolean isUnencoded(int character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || UNENCODED.indexOf(character) >= 0;
	}

	/**
	 * Decodes until nothing changes, so that a path that was encoded twice is compared
	 * too. A percent sign that encodes nothing stays.
	 */
	public static String decode(String path) {
		String current = path;
		while (true) {
			String decoded = ENCODED.matcher(current)
				.replaceAll(
						(match) -> Matcher.quoteReplacement(new String(octets(match.group()), StandardCharsets.UTF_8)));
			if (decoded.equals(current)) {
				return decoded;
			}
			current = decoded;
		}
	}

	private static byte[] octets(String encoded) {
		ByteArrayOutputStream octets = new ByteArrayOutputStream();
		for (int i = 0; i < encoded.length(); i += 3) {
			octets.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
		}
		return octets.toByteArray();
	}

	/**
	 * Returns a shorter form of a target, with characters beyond ASCII as they are
	 * written: a third of the length in Chinese. {@link #parse} reads it.
	 * @param value a normalised target
	 */
	public static String shorten(String value) {
		return ENCODED_BEYOND_ASCII.matcher(value)
			.replaceAll((match) -> Matcher.quoteReplacement(decodeStrictly(match.group())));
	}

	private static String decodeStrictly(String encoded) {
		try {
			CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets(encoded)));
			return decoded.chars().anyMatch(Character::isISOControl) ? encoded : decoded.toString();
		}
		catch (CharacterCodingException ex) {
			// Not UTF-8, such as GBK
			return encoded;
		}
	}

	/**
	 * Returns a target as the value of a query parameter.
	 */
	public static String asParameter(String value) {
		return UriUtils.encode(shorten(value), StandardCharsets.UTF_8);
	}

}
