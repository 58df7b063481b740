package io.github.wecomlogin.client;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.github.wecomlogin.util.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Error of a call to WeCom: one of its error codes (D/90313), or a failure without one.
 * Describes meaning and remedy for administrators, in English and Chinese.
 */
public final class WeComError implements Serializable {

	private static final long serialVersionUID = 1L;

	private static final Texts TEXTS = new Texts(WeComError.class, "errors");

	/**
	 * The connection to WeCom could not be established, or broke.
	 */
	public static final WeComError UNREACHABLE = new WeComError("unreachable", null, Retry.LATER);

	/**
	 * The name of WeCom's host, or of the proxy, could not be resolved.
	 */
	public static final WeComError HOST_NOT_FOUND = new WeComError("host_not_found", null, Retry.LATER);

	/**
	 * The proxy of {@code wecom.http.proxy} could not be connected to.
	 */
	public static final WeComError PROXY_UNREACHABLE = new WeComError("proxy_unreachable", null, Retry.LATER);

	/**
	 * The proxy of {@code wecom.http.proxy} refused to connect to WeCom.
	 */
	public static final WeComError PROXY_REFUSED = new WeComError("proxy_refused", null, Retry.LATER);

	/**
	 * The TLS connection was not established, for example because the certificate is not
	 * trusted.
	 */
	public static final WeComError TLS_FAILED = new WeComError("tls_failed", null, Retry.LATER);

	private static final Set<WeComError> CONNECTION_FAILURES = Set.of(UNREACHABLE, HOST_NOT_FOUND, PROXY_UNREACHABLE,
			PROXY_REFUSED, TLS_FAILED);

	/**
	 * WeCom did not answer in time.
	 */
	public static final WeComError TIMEOUT = new WeComError("timeout", null, Retry.LATER);

	/**
	 * The response is not JSON, so it is probably not from WeCom.
	 */
	public static final WeComError NOT_JSON = new WeComError("not_json", null, Retry.LATER);

	/**
	 * The server reported a fault (HTTP 5xx) without an error code.
	 */
	public static final WeComError SERVER_ERROR = new WeComError("server_error", null, Retry.LATER);

	/**
	 * WeCom was not called, because the previous calls got no usable answer.
	 */
	public static final WeComError CIRCUIT_OPEN = new WeComError("circuit_open", null, Retry.LATER);

	/**
	 * The response exceeds the size limit.
	 */
	public static final WeComError TOO_LARGE = new WeComError("too_large", null, Retry.NEVER);

	/**
	 * The response lacks a mandatory field.
	 */
	public static final WeComError INCOMPLETE = new WeComError("incomplete", null, Retry.NEVER);

	private static final int CONCURRENT_CALLS = 45033;

	private static final Map<Integer, Retry> RETRIES = Map.ofEntries(Map.entry(-1, Retry.LATER),
			Map.entry(6000, Retry.LATER), Map.entry(CONCURRENT_CALLS, Retry.LATER), Map.entry(45035, Retry.LATER),
			Map.entry(45036, Retry.LATER), Map.entry(45009, Retry.AFTER_THE_WINDOW),
			Map.entry(40001, Retry.WITH_NEW_TOKEN), Map.entry(40014, Retry.WITH_NEW_TOKEN),
			Map.entry(42001, Retry.WITH_NEW_TOKEN), Map.entry(40029, Retry.WITH_NEW_CODE),
			Map.entry(40163, Retry.WITH_NEW_CODE), Map.entry(42003, Retry.WITH_NEW_CODE),
			Map.entry(42022, Retry.WITH_NEW_CODE), Map.entry(84014, Retry.WITH_NEW_CODE),
			Map.entry(84015, Retry.WITH_NEW_CODE));

	// Responses of user/get that mean: this member is not, or no longer, visible to the
	// application. The documentation does not tell which code is used when
	private static final Set<Integer> MEMBER_NOT_VISIBLE = Set.of(40003, 46004, 50002, 60011, 60021, 60111);

	// Responses to a code that concern the application, not the code
	private static final Set<Integer> ABOUT_THE_APPLICATION = Set.of(40001, 40013, 40014, 40056, 40091, 42001, 43009,
			45031, 48002, 48006, 48010, 50001, 50003, 60020, 60031, 80001, 85005, 301002, 301007, 301042, 2000002);

	/**
	 * The call limit of the endpoint is exceeded (D/90312).
	 */
	static final WeComError LIMIT_EXCEEDED = of(45009);

	/**
	 * The host of the redirect URI is not a trusted domain of the application.
	 */
	public static final WeComError REDIRECT_NOT_TRUSTED = of(50001);

	/**
	 * The application is disabled in the WeCom console.
	 */
	public static final WeComError DISABLED = of(50003);

	/**
	 * The address of this node is not a trusted IP of the application.
	 */
	static final WeComError ADDRESS_NOT_TRUSTED = of(60020);

	private static final WeComError ADDRESS_NOT_ALLOWED = of(301042);

	private static final Set<WeComError> UNUSABLE_ANSWERS = Set.of(NOT_JSON, SERVER_ERROR, TIMEOUT, of(-1), of(6000));

	private final String key;

	private final @Nullable Integer code;

	private final Retry retry;

	private WeComError(String key, @Nullable Integer code, Retry retry) {
		this.key = key;
		this.code = code;
		this.retry = retry;
	}

	/**
	 * Returns the error for a code of WeCom.
	 * @param code an {@code errcode} other than 0
	 * @return the error; codes that are not catalogued get a generic text
	 */
	public static WeComError of(int code) {
		String key = Integer.toString(code);
		boolean known = TEXTS.contain(key + ".meaning");
		return new WeComError(known ? key : "unknown", code, RETRIES.getOrDefault(code, Retry.NEVER));
	}

	/**
	 * Returns WeCom's error code.
	 * @return the {@code errcode}, or {@code null} if there is none
	 */
	public @Nullable Integer code() {
		return this.code;
	}

	/**
	 * Returns a short name for metrics.
	 * @return the {@code errcode} as text, or a word such as {@code timeout}
	 */
	public String name() {
		return (this.code != null) ? this.code.toString() : this.key;
	}

	/**
	 * Returns whether and how to repeat the call.
	 * @return never {@code null}
	 */
	public Retry retry() {
		return this.retry;
	}

	/**
	 * Whether the error is temporary and needs no intervention.
	 * @return {@code true} for faults of WeCom and exceeded limits
	 */
	public boolean isPassing() {
		return this.retry == Retry.LATER || this.retry == Retry.AFTER_THE_WINDOW;
	}

	/**
	 * Whether the connection could not be established or broke.
	 * @return {@code true} for {@link #UNREACHABLE}, {@link #HOST_NOT_FOUND},
	 * {@link #PROXY_UNREACHABLE}, {@link #PROXY_REFUSED} and {@link #TLS_FAILED}
	 */
	public boolean isConnectionFailure() {
		return CONNECTION_FAILURES.contains(this);
	}

	/**
	 * Whether WeCom gave no answer, or one that says nothing about the call.
	 */
	boolean isUnusableAnswer() {
		return isConnectionFailure() || UNUSABLE_ANSWERS.contains(this);
	}

	/**
	 * Whether WeCom refused the call before any work, because too many calls were running
	 * at once (D/90313). Nothing was spent.
	 */
	boolean isRefusedBeforeWork() {
		return this.code != null && this.code == CONCURRENT_CALLS;
	}

	boolean isUnknown() {
		return this.key.equals("unknown");
	}

	/**
	 * Whether this error clearly says that the member is not visible to the application:
	 * outside its visible range, or gone.
	 * @return {@code true} if the error concerns the member, not the application or the
	 * connection
	 */
	public boolean saysMemberIsNotVisible() {
		return this.code != null && MEMBER_NOT_VISIBLE.contains(this.code);
	}

	/**
	 * Whether WeCom does not trust the address of this node.
	 * @return {@code true} if the address must be added to the trusted IPs (企业可信IP)
	 */
	public boolean saysAddressIsNotTrusted() {
		return equals(ADDRESS_NOT_TRUSTED) || equals(ADDRESS_NOT_ALLOWED);
	}

	/**
	 * Whether an invented code can have caused this response of {@code auth/getuserinfo}.
	 * Not if WeCom did not answer, or if the response concerns the application or a
	 * temporary fault.
	 */
	boolean mayBeCausedByCode() {
		if (this.code == null) {
			return equals(NOT_JSON) || equals(TOO_LARGE) || equals(INCOMPLETE);
		}
		return !isPassing() && !ABOUT_THE_APPLICATION.contains(this.code);
	}

	/**
	 * Returns the meaning.
	 * @param locale Chinese, otherwise English
	 * @return a sentence
	 */
	public String meaning(Locale locale) {
		return TEXTS.in(locale, this.key + ".meaning");
	}

	/**
	 * Returns the remedy for an administrator.
	 * @param locale Chinese, otherwise English
	 * @param detail a value in the text: the address seen by WeCom for 60020, the
	 * redirect host for 50001; {@code null} otherwise
	 * @return a sentence
	 */
	public String remedy(Locale locale, @Nullable String detail) {
		String text = this.key + ".remedy";
		if (!TEXTS.contain(this.key + ".unknown")) {
			return TEXTS.in(locale, text);
		}
		return TEXTS.in(locale, text, (detail != null) ? detail : TEXTS.in(locale, this.key + ".unknown"));
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof WeComError error && this.key.equals(error.key) && Objects.equals(this.code, error.code);
	}

	@Override
	public int hashCode() {
		return this.key.hashCode();
	}

	@Override
	public String toString() {
		return (this.code != null) ? "errcode " + this.code : this.key;
	}

	/**
	 * Whether and how to repeat a failed call.
	 */
	public enum Retry {

		/**
		 * Not before the cause has been fixed.
		 */
		NEVER,

		/**
		 * After a short delay.
		 */
		LATER,

		/**
		 * After the window of the limit (a minute, an hour or a day).
		 */
		AFTER_THE_WINDOW,

		/**
		 * Once, with a new application token.
		 */
		WITH_NEW_TOKEN,

		/**
		 * Only with a new code, for which the member must sign in again.
		 */
		WITH_NEW_CODE

	}

}
