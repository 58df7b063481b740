package io.github.wecomlogin.simulator.api;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.wecomlogin.simulator.company.ConsoleSettings;

/**
 * Dispatches server API calls and adds the common response envelope (D/90664, D/90313).
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class ServerApi {

	private final Map<String, ApiEndpoint> endpoints;

	private final Faults faults;

	private final Clock clock;

	private final AtomicLong hints = new AtomicLong();

	public ServerApi(Map<String, ApiEndpoint> endpoints, Faults faults, Clock clock) {
		this.endpoints = endpoints;
		this.faults = faults;
		this.clock = clock;
	}

	public boolean serves(String path) {
		return this.endpoints.containsKey(path);
	}

	public Answer answer(String path, Request request) {
		try {
			this.faults.check(path);
			Map<String, Object> answer = envelope(0, "ok");
			answer.putAll(this.endpoints.get(path).call(Parameters.of(request), request));
			return Answer.json(answer, this.clock.instant());
		}
		catch (ApiError ex) {
			return Answer.json(envelope(ex.errorCode(), describe(ex)), this.clock.instant());
		}
	}

	private static Map<String, Object> envelope(int errorCode, String message) {
		Map<String, Object> envelope = new LinkedHashMap<>();
		envelope.put("errcode", errorCode);
		envelope.put("errmsg", message);
		return envelope;
	}

	private String describe(ApiError error) {
		return "%s, hint: [%d_%d_%s], from ip: %s, more info at https://open.work.weixin.qq.com/devtool/query?e=%d"
			.formatted(error.getMessage(), this.clock.instant().getEpochSecond(), this.hints.incrementAndGet(),
					Credentials.random("", 32), ConsoleSettings.SERVER_ADDRESS, error.errorCode());
	}

}
