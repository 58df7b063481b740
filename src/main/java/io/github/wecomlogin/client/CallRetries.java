package io.github.wecomlogin.client;

import java.util.Set;

import io.github.wecomlogin.client.http.ApiCall;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Decides which attempts of a call are repeated: at once, so that no request thread
 * sleeps. A call that may have spent a code or a ticket is not repeated once anything may
 * have been sent. Reading calls are repeated after passing errors, but not after a
 * timeout, which has used up the time already.
 */
final class CallRetries implements RetryPolicy {

	/**
	 * Maximum number of repetitions of a call.
	 */
	static final int MAX_RETRIES = 2;

	private static final Set<String> ONLY_READING = Set.of(ApiPaths.GETTOKEN, ApiPaths.AGENT_GET, ApiPaths.GETUSER,
			ApiPaths.DEPARTMENT_LIST, ApiPaths.TAG_GET);

	private final ApiCall call;

	private final Circuit circuit;

	private final int maxRetries;

	CallRetries(ApiCall call, Circuit circuit, int maxRetries) {
		this.call = call;
		this.circuit = circuit;
		this.maxRetries = maxRetries;
	}

	@Override
	public BackOff getBackOff() {
		return new FixedBackOff(0, this.maxRetries);
	}

	@Override
	public boolean shouldRetry(Throwable failure) {
		return failure instanceof WeComApiException ex
				&& isRepeatable(ex.getError(), ONLY_READING.contains(ex.getEndpoint()))
				&& !this.call.remaining().isZero() && this.circuit.state() == ClientState.Circuit.CLOSED;
	}

	private boolean isRepeatable(WeComError error, boolean onlyReads) {
		if (error.code() != null) {
			return error.retry() == WeComError.Retry.LATER && (onlyReads || error.isRefusedBeforeWork());
		}
		if (error.equals(WeComError.TLS_FAILED) || error.equals(WeComError.PROXY_REFUSED)) {
			return false;
		}
		if (error.isConnectionFailure()) {
			return onlyReads || this.call.isKnownUnsent();
		}
		return error.equals(WeComError.SERVER_ERROR) && onlyReads;
	}

}
