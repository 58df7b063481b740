package io.github.wecomlogin.autoconfigure.properties;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wecomlogin.util.IpAddresses;
import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;
import io.github.wecomlogin.web.request.TrustedProxies;
import org.jspecify.annotations.Nullable;

/**
 * Validates values under {@code wecom}.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class PropertyChecks {

	private static final Pattern CORP_ID = Pattern.compile("w[a-z][0-9a-zA-Z_]{4,62}");

	/**
	 * Minimum length of a Secret, from which keys are derived. WeCom issues 43
	 * characters.
	 */
	private static final int MIN_SECRET_LENGTH = 32;

	private static final int MAX_SECRET_LENGTH = 256;

	private static final int MIN_SETUP_TOKEN_LENGTH = 16;

	private static final Pattern AES_KEY = Pattern.compile("[0-9a-zA-Z]{43}");

	private static final Pattern TOKEN = Pattern.compile("[0-9a-zA-Z]{1,32}");

	private static final int HTTP_PORT = 80;

	private static final int HTTPS_PORT = 443;

	private static final Pattern BASE_PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[0-9a-zA-Z._~-]+)*");

	/**
	 * Visible ASCII, without those that a URL must not have.
	 */
	private static final Pattern APP_LINK = Pattern
		.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(?:[!#$&(-;=?-Z\\[\\]_a-z~]|\\{url}|%[0-9a-fA-F]{2})*");

	private static final Set<String> NO_APP = Set.of("javascript", "data", "vbscript", "blob", "file", "filesystem",
			"about", "view-source", "http", "ws", "wss", "ftp");

	private PropertyChecks() {
	}

	/**
	 * Checks a link that opens the WeCom app. Schemes that run scripts, show content of
	 * their own or stay in the browser without encryption are rejected.
	 */
	static @Nullable String appLink(String property, @Nullable String value) {
		if (value == null || value.isBlank()) {
			return null;
		}
		Matcher matcher = APP_LINK.matcher(value.strip());
		if (!matcher.matches() || NO_APP.contains(matcher.group(1).toLowerCase(Locale.ROOT))) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.app-link"),
					Texts.OPERATORS.both("remedy.app-link"));
		}
		return value.strip();
	}

	static String corpId(String property, @Nullable String value) {
		LocalizedText mend = Texts.OPERATORS.both("remedy.corp-id");
		String corpId = required(property, value, mend);
		if (!CORP_ID.matcher(corpId).matches()) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.corp-id"), mend);
		}
		return corpId;
	}

	static long agentId(String property, @Nullable String value) {
		LocalizedText mend = Texts.OPERATORS.both("remedy.agent-id");
		String agentId = required(property, value, mend);
		try {
			long number = Long.parseLong(agentId);
			if (number > 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Reported below
		}
		throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.agent-id"), mend);
	}

	static String secret(String property, @Nullable String value) {
		LocalizedText mend = Texts.OPERATORS.both("remedy.secret");
		String secret = required(property, value, mend);
		LocalizedText odd = OddCharacter.firstOther(secret, PropertyChecks::isOfSecret);
		if (odd != null) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.secret-character", odd),
					mend);
		}
		if (secret.length() < MIN_SECRET_LENGTH || secret.length() > MAX_SECRET_LENGTH) {
			throw new InvalidWeComPropertyException(property,
					Texts.OPERATORS.both("problem.secret-length", secret.length()), mend);
		}
		return secret;
	}

	private static boolean isOfSecret(int character) {
		return character < 0x80 && Character.isLetterOrDigit(character) || character == '-' || character == '_';
	}

	static String callbackToken(String property, @Nullable String value) {
		LocalizedText mend = Texts.OPERATORS.both("remedy.callback", "Token");
		String token = required(property, value, mend);
		if (!TOKEN.matcher(token).matches()) {
			throw new InvalidWeComPropertyException(property,
					Texts.OPERATORS.both("problem.callback-token", token.length()), mend);
		}
		return token;
	}

	static String aesKey(String property, @Nullable String value) {
		LocalizedText mend = Texts.OPERATORS.both("remedy.callback", "EncodingAESKey");
		String key = required(property, value, mend);
		if (!AES_KEY.matcher(key).matches()) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.aes-key", key.length()),
					mend);
		}
		return key;
	}

	/**
	 * Validates the token that opens {@code /setup}.
	 * @return the token, or {@code null} if there is none
	 */
	public static @Nullable String setupToken(String property, @Nullable String value) {
		if (value == null || value.isBlank()) {
			return null;
		}
		LocalizedText mend = Texts.OPERATORS.both("remedy.setup-token");
		String token = required(property, value, mend);
		if (token.length() < MIN_SETUP_TOKEN_LENGTH) {
			throw new InvalidWeComPropertyException(property,
					Texts.OPERATORS.both("problem.setup-token", token.length(), MIN_SETUP_TOKEN_LENGTH), mend);
		}
		return token;
	}

	static String endpoint(String property, String value) {
		LocalizedText mend = Texts.OPERATORS.both("remedy.endpoint");
		URI uri = uri(property, value, mend);
		if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && isLoopback(uri))) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.endpoint", value), mend);
		}
		return withoutSlash(value);
	}

	/**
	 * Checks the address of a script, which must not end a source expression of a content
	 * security policy.
	 */
	static String script(String property, String value) {
		String script = endpoint(property, value);
		if (script.indexOf(';') >= 0 || script.indexOf(',') >= 0) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.script", value),
					Texts.OPERATORS.both("remedy.endpoint"));
		}
		return script;
	}

	public static @Nullable String baseUrl(String property, @Nullable String value) {
		if (value == null || value.isBlank()) {
			return null;
		}
		LocalizedText mend = Texts.OPERATORS.both("remedy.base-url");
		URI uri = uri(property, value.strip(), mend);
		String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
		if (!"https".equals(scheme) && !"http".equals(scheme)) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.base-url-scheme", value),
					mend);
		}
		if (uri.getPort() == ("https".equals(scheme) ? HTTP_PORT : HTTPS_PORT)) {
			throw new InvalidWeComPropertyException(property,
					Texts.OPERATORS.both("problem.base-url-port", value, uri.getPort()), mend);
		}
		String path = uri.getRawPath().replaceFirst("/+$", "");
		if (!BASE_PATH.matcher(path).matches()) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.base-url-path", value),
					mend);
		}
		boolean defaultPort = uri.getPort() < 0 || uri.getPort() == ("https".equals(scheme) ? HTTPS_PORT : HTTP_PORT);
		return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + (defaultPort ? "" : ":" + uri.getPort())
				+ path;
	}

	public static TrustedProxies trustedProxies(String property, @Nullable List<String> values) {
		try {
			return new TrustedProxies((values != null) ? values.stream().filter((entry) -> !entry.isBlank()).toList()
					: TrustedProxies.LOOPBACK);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidWeComPropertyException(property,
					Texts.OPERATORS.both("problem.trusted-proxies", ex.getMessage()),
					Texts.OPERATORS.both("remedy.trusted-proxies"));
		}
	}

	static URI proxy(String property, String value) {
		LocalizedText mend = Texts.OPERATORS.both("remedy.proxy");
		URI uri = uri(property, value.contains("://") ? value : "http://" + value, mend);
		if (!"http".equals(uri.getScheme()) || uri.getPort() < 1 || !uri.getPath().isEmpty()) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.proxy", value), mend);
		}
		return uri;
	}

	static boolean isLoopback(String url) {
		return isLoopback(URI.create(url));
	}

	private static boolean isLoopback(URI uri) {
		return IpAddresses.isLoopback(uri.getHost());
	}

	private static URI uri(String property, String value, LocalizedText mend) {
		refuseOddCharacter(property, value, mend);
		try {
			URI uri = new URI(value);
			if (uri.getScheme() != null && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null
					&& uri.getFragment() == null) {
				return uri;
			}
		}
		catch (URISyntaxException ex) {
			// Reported below
		}
		throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.url"), mend);
	}

	private static void refuseOddCharacter(String property, String value, LocalizedText mend) {
		LocalizedText odd = OddCharacter.firstIn(value);
		if (odd != null) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.hidden-character", odd),
					mend);
		}
	}

	private static String required(String property, @Nullable String value, LocalizedText mend) {
		if (value == null || value.isBlank()) {
			throw new InvalidWeComPropertyException(property, Texts.OPERATORS.both("problem.missing"), mend);
		}
		String text = value.strip();
		refuseOddCharacter(property, text, mend);
		return text;
	}

	private static String withoutSlash(String url) {
		return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
	}

}
