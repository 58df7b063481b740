package io.github.wecomlogin.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Translates the reason of a failed connection, which exceptions give in English. Of an
 * unknown reason, the report in Chinese has only the names and codes, such as host and
 * port.
 */
final class FailureReason {

	private static final Texts TEXTS = new Texts(FailureReason.class, "findings");

	private static final Pattern WORDS = Pattern.compile("[A-Za-z]{2,} [a-z]{2,}|^Not(After|Before)$");

	/**
	 * Names of hosts and classes, which may contain words of a reason.
	 */
	private static final Pattern NAMES = Pattern.compile("\\S+[.:]\\w\\S*");

	/**
	 * The known reasons by their key, the most specific first.
	 */
	private static final Map<String, Pattern> KNOWN = new LinkedHashMap<>();

	static {
		know("timed-out", "timed out|no answer within");
		know("connection-refused", "Connection refused");
		know("no-route", "No route to host|unreachable");
		know("certificate-expired", "NotAfter|NotBefore|validity check|expired");
		know("certificate-untrusted", "certification path|PKIX");
		know("certificate-of-other-host", "subject alternative|name matching");
		know("handshake-failed", "handshake|fatal alert|SSL message");
		know("connection-closed", "reset|closed|terminated|end of file|Broken pipe");
	}

	private FailureReason() {
	}

	private static void know(String key, String pattern) {
		KNOWN.put(key, Pattern.compile(pattern));
	}

	static LocalizedText of(@Nullable Exception failure) {
		String reason = (failure != null) ? failure.getMessage() : null;
		return (reason != null) ? of(reason) : LocalizedText.EMPTY;
	}

	static LocalizedText of(String reason) {
		Map<Boolean, List<String>> parts = Pattern.compile(": ")
			.splitAsStream(reason.replace(" for ", ": ").replace(" through proxy ", " → "))
			.collect(Collectors.partitioningBy((part) -> WORDS.matcher(part).find()));
		String sentences = NAMES.matcher(String.join(": ", parts.get(true))).replaceAll("");
		String names = String.join(": ", parts.get(false));
		for (Map.Entry<String, Pattern> known : KNOWN.entrySet()) {
			if (known.getValue().matcher(sentences).find()) {
				LocalizedText text = TEXTS.both(known.getKey());
				return names.isEmpty() ? text : TEXTS.both("of-address", names, text);
			}
		}
		return new LocalizedText(reason, names);
	}

}
