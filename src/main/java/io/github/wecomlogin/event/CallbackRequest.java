package io.github.wecomlogin.event;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * Parameters of a callback. Read from the query only, because a form in the body could
 * override them.
 *
 * @param signature the signature, in hex
 * @param timestamp when it was signed, in epoch seconds
 * @param nonce a random value
 * @param echo the encrypted content of a URL verification, or {@code null}
 */
record CallbackRequest(String signature, String timestamp, String nonce, @Nullable String echo) {

	/**
	 * Maximum difference between the timestamp and this node's clock. Generous, because a
	 * replayed event only triggers a check.
	 */
	static final Duration MAX_AGE = Duration.ofMinutes(10);

	private static final int MAX_QUERY_LENGTH = 8192;

	private static final int MAX_PARAMETERS = 32;

	private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{40}");

	private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,12}");

	private static final Pattern NONCE = Pattern.compile("[!-~]{1,128}");

	/**
	 * Parses a query.
	 * @throws RefusedCallbackException if it is malformed or too old
	 */
	static CallbackRequest of(@Nullable String query, Clock clock) throws RefusedCallbackException {
		Map<String, String> parameters = parameters(query);
		String signature = parameters.getOrDefault("msg_signature", "");
		String timestamp = parameters.getOrDefault("timestamp", "");
		String nonce = parameters.getOrDefault("nonce", "");
		if (!SIGNATURE.matcher(signature).matches() || !TIMESTAMP.matcher(timestamp).matches()
				|| !NONCE.matcher(nonce).matches() || !isRecent(Long.parseLong(timestamp), clock)) {
			throw new RefusedCallbackException();
		}
		return new CallbackRequest(signature, timestamp, nonce, parameters.get("echostr"));
	}

	private static boolean isRecent(long timestamp, Clock clock) {
		return Math.abs(clock.instant().getEpochSecond() - timestamp) <= MAX_AGE.toSeconds();
	}

	private static Map<String, String> parameters(@Nullable String query) throws RefusedCallbackException {
		if (query == null || query.length() > MAX_QUERY_LENGTH) {
			throw new RefusedCallbackException();
		}
		Map<String, String> parameters = new HashMap<>();
		String[] pairs = query.split("&", MAX_PARAMETERS + 1);
		for (String pair : pairs) {
			int equals = pair.indexOf('=');
			String name = decode((equals >= 0) ? pair.substring(0, equals) : pair);
			String value = (equals >= 0) ? decode(pair.substring(equals + 1)) : "";
			if (pairs.length > MAX_PARAMETERS || parameters.put(name, value) != null) {
				throw new RefusedCallbackException();
			}
		}
		return parameters;
	}

	/**
	 * Decodes percent escapes and keeps {@code +}, which Base64 contains and some clients
	 * do not escape.
	 */
	private static String decode(String text) throws RefusedCallbackException {
		try {
			return UriUtils.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw new RefusedCallbackException();
		}
	}

	@Override
	public String toString() {
		return "CallbackRequest[]";
	}

}
