package io.github.wecomlogin.client;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Observation context of one attempt of a call.
 */
final class ApiCallContext extends Observation.Context {

	private final String application;

	private final String endpoint;

	private String outcome = "unexpected";

	ApiCallContext(String application, String endpoint) {
		this.application = application;
		this.endpoint = endpoint;
	}

	void ended(@Nullable WeComError error) {
		this.outcome = (error != null) ? error.name() : "success";
	}

	String application() {
		return this.application;
	}

	String endpoint() {
		return this.endpoint;
	}

	String outcome() {
		return this.outcome;
	}

}
