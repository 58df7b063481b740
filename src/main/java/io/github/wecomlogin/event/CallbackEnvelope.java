package io.github.wecomlogin.event;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Extracts the encrypted message from the body of a callback (D/90930). The body is not
 * verified yet, so that it is searched as text and not parsed; the signature covers the
 * encrypted message only.
 */
final class CallbackEnvelope {

	/**
	 * Start of an envelope. A document type is not accepted.
	 */
	private static final Pattern BEGINNING = Pattern.compile("\\s*+(?:<\\?xml[^<>]*+>\\s*+)?<xml[\\s>]");

	private static final String START = "<Encrypt>";

	private static final Pattern CONTENT = Pattern
		.compile("\\s*+(?:<!\\[CDATA\\[([A-Za-z0-9+/=]++)]]>|([A-Za-z0-9+/=]++))\\s*+</Encrypt>");

	private CallbackEnvelope() {
	}

	/**
	 * Returns the encrypted message.
	 * @param body the body, of limited length
	 * @return text in Base64
	 * @throws RefusedCallbackException if there is none, or more than one
	 */
	static String encrypted(byte[] body) throws RefusedCallbackException {
		String text = new String(body, StandardCharsets.ISO_8859_1);
		int start = text.indexOf(START);
		if (start < 0 || text.indexOf(START, start + 1) >= 0 || !BEGINNING.matcher(text).lookingAt()) {
			throw new RefusedCallbackException();
		}
		Matcher content = CONTENT.matcher(text).region(start + START.length(), text.length());
		if (!content.lookingAt()) {
			throw new RefusedCallbackException();
		}
		String encrypted = content.group(1);
		return (encrypted != null) ? encrypted : content.group(2);
	}

}
