package io.github.wecomlogin.client;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.wecomlogin.client.http.ApiAttempt;
import io.github.wecomlogin.client.http.CallLimits;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * Makes calls within the deadline: rejects them while the circuit is open or the
 * endpoint's limit is exceeded, and repeats them if that is safe. Each attempt is one
 * observation, so that metrics show the actual requests.
 */
final class ApiCalls {

	/**
	 * Minimum time limit for a timeout to count as a failure of WeCom.
	 */
	private static final Duration MIN_FAIR_TIMEOUT = Duration.ofSeconds(1);

	private final String application;

	private final CallRetries retries;

	private final Circuit circuit;

	private final ExceededLimits exceededLimits;

	private final ObservationRegistry observations;

	ApiCalls(String application, CallRetries retries, Circuit circuit, ExceededLimits exceededLimits,
			ObservationRegistry observations) {
		this.application = application;
		this.retries = retries;
		this.circuit = circuit;
		this.exceededLimits = exceededLimits;
		this.observations = observations;
	}

	/**
	 * Makes a call.
	 * @param endpoint the path called
	 * @param limits the limits of each attempt
	 * @param call sends the request and reads the response; runs once per attempt
	 * @return the result of the call
	 */
	<T> T make(String endpoint, CallLimits limits, Function<ApiAttempt, T> call) {
		WeComApiException failure = null;
		for (int repeated = 0; true; repeated++) {
			ApiAttempt attempt = new ApiAttempt(limits);
			try {
				return make(endpoint, attempt, call);
			}
			catch (WeComApiException ex) {
				if (failure != null && ex.getError().equals(WeComError.CIRCUIT_OPEN)) {
					throw failure;
				}
				if (!this.retries.allowsAnother(ex, attempt, repeated) || limits.deadline().remaining().isZero()) {
					throw ex;
				}
				failure = ex;
			}
		}
	}

	private <T> T make(String endpoint, ApiAttempt attempt, Function<ApiAttempt, T> call) {
		this.exceededLimits.check(endpoint);
		Duration time = attempt.limits().remaining();
		if (time.isZero()) {
			throw new WeComApiException(endpoint, WeComError.TIMEOUT, null);
		}
		try (Circuit.Permit permit = this.circuit.acquire(endpoint)) {
			try {
				T answer = observe(endpoint, () -> call.apply(attempt));
				permit.answered();
				return answer;
			}
			catch (WeComApiException ex) {
				this.exceededLimits.remember(ex);
				boolean fairTimeout = time.compareTo(MIN_FAIR_TIMEOUT) >= 0 || time.equals(attempt.limits().timeout());
				report(ex.getError(), fairTimeout, permit);
				throw ex;
			}
		}
	}

	private static void report(WeComError error, boolean fairTimeout, Circuit.Permit permit) {
		if (Thread.currentThread().isInterrupted() || (error.equals(WeComError.TIMEOUT) && !fairTimeout)) {
			return;
		}
		if (error.isUnusableAnswer()) {
			permit.failed(error);
		}
		else {
			permit.answered();
		}
	}

	// Observation.observe would also record exceptions other than WeComApiException
	private <T> T observe(String endpoint, Supplier<T> call) {
		ApiCallContext context = new ApiCallContext(this.application, endpoint);
		Observation observation = ApiCallObservation.API_CALL
			.observation(null, ApiCallObservationConvention.INSTANCE, () -> context, this.observations)
			.start();
		Observation.Scope scope = observation.openScope();
		try {
			T answer = call.get();
			context.ended(null);
			return answer;
		}
		catch (WeComApiException ex) {
			context.ended(ex.getError());
			observation.error(ex);
			throw ex;
		}
		finally {
			scope.close();
			observation.stop();
		}
	}

}
