package io.github.wecomlogin.simulator.api;

import java.time.Clock;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.wecomlogin.simulator.company.DemoApplication;

/**
 * Implements {@code gettoken} (D/91039) for the demo company.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class GetToken implements ApiEndpoint {

	private final AccessTokens tokens;

	private final Clock clock;

	public GetToken(AccessTokens tokens, Clock clock) {
		this.tokens = tokens;
		this.clock = clock;
	}

	@Override
	public Map<String, ?> call(Parameters parameters, Request request) throws ApiError {
		if (parameters.get("corpid") == null) {
			throw new ApiError(ApiError.CORP_ID_MISSING);
		}
		if (parameters.get("corpsecret") == null) {
			throw new ApiError(ApiError.SECRET_MISSING);
		}
		if (!parameters.has("corpid", DemoApplication.CORP_ID)) {
			throw new ApiError(ApiError.INVALID_CORP_ID);
		}
		if (!parameters.has("corpsecret", DemoApplication.SECRET)) {
			throw new ApiError(ApiError.INVALID_CREDENTIAL);
		}
		AccessTokens.AccessToken token = this.tokens.current();
		return Map.of("access_token", token.value(), "expires_in", token.expiresIn(this.clock.instant()));
	}

}
