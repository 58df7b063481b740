package io.github.wecomlogin.simulator.page;

import java.net.URI;

import io.github.wecomlogin.simulator.api.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Represents a valid request to an authorization page.
 *
 * @param flow the sign-in flow
 * @param parameters the request parameters
 * @param redirectUri the redirect URI, with a trusted host and no fragment
 * @param state the state, returned unchanged
 * @param privateInfo whether the scope is {@code snsapi_privateinfo}
 */
record AuthorizationRequest(Flow flow, Parameters parameters, URI redirectUri, @Nullable String state,
		boolean privateInfo) {

	/**
	 * Returns the callback URL: {@code redirect_uri} with its own parameters, the code
	 * and the state.
	 * @param code the code, or {@code null} for a cancelled sign-in
	 */
	String callback(@Nullable String code) {
		StringBuilder location = new StringBuilder(this.redirectUri.toASCIIString());
		append(location, "code", code);
		append(location, "state", this.state);
		return location.toString();
	}

	/**
	 * Returns the path and query of a further step, with all parameters of this request.
	 */
	String step(Step step, Language language) {
		return this.flow.stepPath() + step.pathSegment() + "?" + query(language);
	}

	String page(Language language) {
		return this.flow.path() + "?" + query(language);
	}

	private String query(Language language) {
		return this.parameters.query(this.flow.parameters()) + "&lang=" + language.parameter();
	}

	private static void append(StringBuilder location, String name, @Nullable String value) {
		if (value != null) {
			char last = location.charAt(location.length() - 1);
			if (last != '?' && last != '&') {
				location.append((location.indexOf("?") < 0) ? '?' : '&');
			}
			location.append(name).append('=').append(Parameters.encode(value));
		}
	}

}
