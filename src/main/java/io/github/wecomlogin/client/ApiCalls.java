package io.github.wecomlogin.client;

import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.wecomlogin.client.http.ApiAttempt;
import io.github.wecomlogin.client.http.CallLimits;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * Makes calls: not while WeCom is known to be disturbed or an endpoint to be limited,
 * once more where that costs nothing, and never for longer than the deadline allows. Each
 * attempt is one observation, so that an operator sees what really goes over the network.
 */
final class ApiCalls {

	/**
	 * With less time than that, a timeout says more about the caller than about WeCom.
	 */
	private static final Duration FAIR_TIME = Duration.ofSeconds(1);

	private static final Set<WeComError> NO_ANSWER = Set.of(WeComError.NOT_JSON, WeComError.SERVER_ERROR,
			WeComError.TIMEOUT, WeComError.of(-1), WeComError.of(6000));

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
	 * @param endpoint what is called
	 * @param limits what each attempt may cost
	 * @param call sends it and reads the answer; is run again if the call is repeated
	 * @return what the call returned
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
				boolean timeWasFair = time.compareTo(FAIR_TIME) >= 0 || time.equals(attempt.limits().timeout());
				report(ex.getError(), timeWasFair, permit);
				throw ex;
			}
		}
	}

	private static void report(WeComError error, boolean timeWasFair, Circuit.Permit permit) {
		if (Thread.currentThread().isInterrupted() || (error.equals(WeComError.TIMEOUT) && !timeWasFair)) {
			return;
		}
		if (error.isConnectionFailure() || NO_ANSWER.contains(error)) {
			permit.failed(error);
		}
		else {
			permit.answered();
		}
	}

	// By hand, because Observation.observe would also record exceptions that are not
	// ours
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
