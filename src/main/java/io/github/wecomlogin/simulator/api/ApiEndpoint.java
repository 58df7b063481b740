package io.github.wecomlogin.simulator.api;

import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.wecomlogin.simulator.company.ConsoleSettings;

/**
 * Implements one path of the server API.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
@FunctionalInterface
public interface ApiEndpoint {

	/**
	 * Answers a call.
	 * @param parameters the query parameters
	 * @param request the whole request
	 * @return the fields of the response, without {@code errcode} and {@code errmsg}
	 * @throws ApiError if the response is an error
	 */
	Map<String, ?> call(Parameters parameters, Request request) throws ApiError;

	/**
	 * Returns a variant of this endpoint that requires a valid application token and the
	 * trusted IP.
	 */
	default ApiEndpoint withToken(AccessTokens tokens, ConsoleSettings console) {
		return (parameters, request) -> {
			tokens.check(parameters.get("access_token"));
			if (!console.trustsServer()) {
				throw new ApiError(ApiError.UNTRUSTED_IP);
			}
			return call(parameters, request);
		};
	}

}
