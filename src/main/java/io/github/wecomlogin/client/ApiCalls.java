package io.github.wecomlogin.client;

import java.time.Duration;
import java.util.function.Supplier;

import io.github.wecomlogin.client.http.ApiCall;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

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

	private final int maxRetries;

	private final Circuit circuit;

	private final ExceededLimits exceededLimits;

	private final ObservationRegistry observations;

	ApiCalls(String application, int maxRetries, Circuit circuit, ExceededLimits exceededLimits,
			ObservationRegistry observations) {
		this.application = application;
		this.maxRetries = maxRetries;
		this.circuit = circuit;
		this.exceededLimits = exceededLimits;
		this.observations = observations;
	}

	/**
	 * Makes a call.
	 * @param endpoint the path called
	 * @param call the limits of the call
	 * @param attempt sends a request and reads the response; runs once per attempt
	 * @return the result of the call
	 */
	<T> T make(String endpoint, ApiCall call, Supplier<T> attempt) {
		RetryPolicy policy = new CallRetries(call, this.circuit, this.maxRetries);
		return new RetryTemplate(policy).invoke(() -> makeOnce(endpoint, call, attempt));
	}

	private <T> T makeOnce(String endpoint, ApiCall call, Supplier<T> attempt) {
		this.exceededLimits.check(endpoint);
		Duration time = call.remaining();
		if (time.isZero()) {
			throw new WeComApiException(endpoint, WeComError.TIMEOUT, null);
		}
		try (Circuit.Permit permit = this.circuit.acquire(endpoint)) {
			try {
				T answer = observe(endpoint, attempt);
				permit.answered();
				return answer;
			}
			catch (WeComApiException ex) {
				this.exceededLimits.remember(ex);
				boolean fairTimeout = time.compareTo(MIN_FAIR_TIMEOUT) >= 0 || time.equals(call.timeout());
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
