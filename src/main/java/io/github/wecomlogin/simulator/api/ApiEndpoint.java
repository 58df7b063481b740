package io.github.wecomlogin.simulator.api;

import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;

/**
 * One path of the server API.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
@FunctionalInterface
public interface ApiEndpoint {

	/**
	 * Answers a call.
	 * @param parameters the query parameters
	 * @param request the whole request
	 * @return the fields of the answer, without {@code errcode} and {@code errmsg}
	 * @throws ApiError if the answer is an error
	 */
	Map<String, ?> call(Parameters parameters, Request request) throws ApiError;

	/**
	 * Returns this endpoint for calls that carry a valid application token only.
	 */
	default ApiEndpoint withToken(AccessTokens tokens) {
		return (parameters, request) -> {
			tokens.check(parameters.get("access_token"));
			return call(parameters, request);
		};
	}

}
