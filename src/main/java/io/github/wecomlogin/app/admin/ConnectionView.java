package io.github.wecomlogin.app.admin;

import java.util.Locale;

import io.github.wecomlogin.app.member.ShownTime;
import io.github.wecomlogin.client.ClientState;
import io.github.wecomlogin.client.WeComApiException;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the administration page shows of this node's connection to WeCom.
 *
 * @param circuit the message key of the state of the circuit breaker
 * @param closed whether calls are made
 * @param lastSuccess the time of the last successful call, or {@code null}
 * @param lastFailure the time of the last failed call, or {@code null}
 * @param call the path and the error of that call, or {@code null}
 * @param meaning the meaning of that error, or {@code null}
 * @param remedy how to fix it, or {@code null}
 * @param tokenUntil the time until which the token is used, or {@code null} if there is
 * none
 */
public record ConnectionView(String circuit, boolean closed, @Nullable ShownTime lastSuccess,
		@Nullable ShownTime lastFailure, @Nullable String call, @Nullable String meaning, @Nullable String remedy,
		@Nullable ShownTime tokenUntil) {

	static ConnectionView of(ClientState state, Locale locale) {
		String circuit = switch (state.circuit()) {
			case CLOSED -> "state.circuit.closed";
			case OPEN -> "state.circuit.open";
			case HALF_OPEN -> "state.circuit.half-open";
		};
		WeComApiException failure = state.failure();
		return new ConnectionView(circuit, state.circuit() == ClientState.Circuit.CLOSED,
				ShownTime.ofNullable(state.lastSuccess()), ShownTime.ofNullable(state.lastFailure()),
				(failure != null) ? failure.getEndpoint() + " · " + failure.getError() : null,
				(failure != null) ? failure.getError().meaning(locale) : null,
				(failure != null) ? failure.getRemedy(locale) : null, ShownTime.ofNullable(state.tokenUsableUntil()));
	}

}
