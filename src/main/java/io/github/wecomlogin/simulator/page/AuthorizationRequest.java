package io.github.wecomlogin.simulator.page;

import java.net.URI;

import io.github.wecomlogin.simulator.api.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * An authorize URL that is in order.
 *
 * @param flow the way to sign in
 * @param parameters its parameters
 * @param redirectUri where to go back to: a trusted host, no fragment
 * @param state returned unchanged
 * @param privateInfo whether the application asks for {@code snsapi_privateinfo}
 */
record AuthorizationRequest(Flow flow, Parameters parameters, URI redirectUri, @Nullable String state,
		boolean privateInfo) {

	/**
	 * Returns where to send the browser: {@code redirect_uri} with its own parameters,
	 * then code and state.
	 * @param code the code, or {@code null} if the person has cancelled
	 */
	String callback(@Nullable String code) {
		StringBuilder location = new StringBuilder(this.redirectUri.toASCIIString());
		append(location, "code", code);
		append(location, "state", this.state);
		return location.toString();
	}

	/**
	 * Returns the path and query of a further step, with everything that this request
	 * said.
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
