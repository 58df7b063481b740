package io.github.wecomlogin.client.token;

import java.time.Instant;

/**
 * Access token of an application, obtained with its secret (D/91039). Not a member's
 * token: it grants all API access of the application.
 *
 * @param value the token; omitted by {@link #toString()}
 * @param usableUntil when its use ends, some time before it expires
 */
public record ApplicationToken(String value, Instant usableUntil) {

	@Override
	public String toString() {
		return "ApplicationToken[usableUntil=" + this.usableUntil + "]";
	}

}
