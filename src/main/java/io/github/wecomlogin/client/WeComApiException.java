package io.github.wecomlogin.client;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A call to WeCom failed. The message is written for the administrator, in English and
 * Chinese. It never holds a secret, token, code, ticket or user id, and neither a URL's
 * query nor WeCom's own {@code errmsg}, which may repeat them.
 */
public class WeComApiException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String endpoint;

	private final WeComError error;

	/**
	 * Creates the exception.
	 * @param endpoint the path called, for example {@code /cgi-bin/gettoken}
	 * @param error what went wrong
	 * @param detail what the error's remedy needs to know, see
	 * {@link WeComError#remedy(Locale, String)}, or more about a failed connection
	 */
	public WeComApiException(String endpoint, WeComError error, @Nullable String detail) {
		super(message(endpoint, error, detail));
		this.endpoint = endpoint;
		this.error = error;
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
	 * Returns the path that was called.
	 * @return a path without a query
	 */
	public String getEndpoint() {
		return this.endpoint;
	}

	/**
	 * Whether an authorization code that WeCom never issued could have brought this about
	 * (D/91023), so that the call counts against the company's limit (D/90312).
	 * @return {@code false} if the failure is about the application, the connection, a
	 * passing disturbance or another endpoint
	 */
	public boolean mayBeCausedByCode() {
		return this.endpoint.equals(ApiPaths.GETUSERINFO) && this.error.mayBeCausedByCode();
	}

	/**
	 * Returns what went wrong.
	 * @return the error
	 */
	public WeComError getError() {
		return this.error;
	}

}
