package io.github.wecomlogin.client.token;

import java.time.Instant;

/**
 * The token that an application gets for its secret (D/91039). Not a member's: it opens
 * everything the application may do.
 *
 * @param value the token; never shown by {@link #toString()}
 * @param usableUntil until when it is used, which is some time before it expires
 */
public record ApplicationToken(String value, Instant usableUntil) {

	@Override
	public String toString() {
		return "ApplicationToken[usableUntil=" + this.usableUntil + "]";
	}

}
