package io.github.wecomlogin.client;

import java.util.Locale;

import io.github.wecomlogin.util.LocalizedText;
import io.github.wecomlogin.util.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A call to WeCom failed. The message addresses administrators, in English and Chinese.
 * It contains no secret, token, code, ticket or user id, and neither the query of a URL
 * nor WeCom's {@code errmsg}, which may contain them.
 */
public class WeComApiException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String endpoint;

	private final WeComError error;

	private final @Nullable String detail;

	/**
	 * Creates the exception.
	 * @param endpoint the path called, for example {@code /cgi-bin/gettoken}
	 * @param error the error
	 * @param detail a value for the remedy, see
	 * {@link WeComError#remedy(Locale, String)}, or the reason of a failed connection
	 */
	public WeComApiException(String endpoint, WeComError error, @Nullable String detail) {
		super(message(endpoint, error, detail));
		this.endpoint = endpoint;
		this.error = error;
		this.detail = detail;
	}

	private static String message(String endpoint, WeComError error, @Nullable String detail) {
		StringBuilder message = new StringBuilder();
		message.append("WeCom call ").append(endpoint).append(" failed with ").append(error);
		if (detail != null) {
			message.append(" [").append(detail).append(']');
		}
		message.append(": ").append(error.meaning(Locale.ENGLISH));
		message.append(' ').append(error.remedy(Locale.ENGLISH, detail));
		message.append(" | ").append(error.meaning(Locale.CHINESE));
		message.append(error.remedy(Locale.CHINESE, detail));
		return message.toString();
	}

	/**
	 * Returns the path called.
	 * @return a path without query
	 */
	public String getEndpoint() {
		return this.endpoint;
	}

	/**
	 * Whether an invented authorization code can have caused the failure (D/91023), so
	 * that the call counts against the company's limit (D/90312).
	 * @return {@code false} if the failure concerns the application, the connection, a
	 * temporary fault or another endpoint
	 */
	public boolean mayBeCausedByCode() {
		return this.endpoint.equals(ApiPaths.GETUSERINFO) && this.error.mayBeCausedByCode();
	}

	/**
	 * Returns the remedy for an administrator, with the value that it names.
	 * @param locale Chinese, otherwise English
	 * @return a sentence
	 */
	public String getRemedy(Locale locale) {
		return this.error.remedy(locale, this.detail);
	}

	/**
	 * Returns the error.
	 * @return the error
	 */
	public WeComError getError() {
		return this.error;
	}

	/**
	 * Returns what the error is about, for example the address seen by WeCom or the
	 * reason of a failed connection.
	 * @return a short text without secrets, or {@code null} if there is none
	 */
	public @Nullable String getDetail() {
		return this.detail;
	}

	/**
	 * Returns the message in one language at a time.
	 * @return the call, the error, its meaning and its remedy
	 */
	public LocalizedText getText() {
		String error = this.error + ((this.detail != null) ? " [" + this.detail + "]" : "");
		return Texts.OPERATORS.both("client.call-failed", this.endpoint, error, getMeaning().and(getRemedy()));
	}

	/**
	 * Returns the meaning of the error.
	 * @return a sentence in each language
	 */
	public LocalizedText getMeaning() {
		return new LocalizedText(this.error.meaning(Locale.ENGLISH), this.error.meaning(Locale.CHINESE));
	}

	/**
	 * Returns the remedy for an administrator.
	 * @return a sentence in each language
	 */
	public LocalizedText getRemedy() {
		return new LocalizedText(this.error.remedy(Locale.ENGLISH, this.detail),
				this.error.remedy(Locale.CHINESE, this.detail));
	}

}
