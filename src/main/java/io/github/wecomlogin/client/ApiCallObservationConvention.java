package io.github.wecomlogin.client;

import io.github.wecomlogin.client.ApiCallObservation.LowCardinalityKey;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names observations by endpoint and outcome. Contains no data that was sent or received.
 */
final class ApiCallObservationConvention implements ObservationConvention<ApiCallContext> {

	static final ApiCallObservationConvention INSTANCE = new ApiCallObservationConvention();

	@Override
	public String getName() {
		return "wecom.api";
	}

	@Override
	public String getContextualName(ApiCallContext context) {
		return "wecom " + context.endpoint();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ApiCallContext context) {
		return KeyValues.of(LowCardinalityKey.APPLICATION.withValue(context.application()),
				LowCardinalityKey.ENDPOINT.withValue(context.endpoint()),
				LowCardinalityKey.OUTCOME.withValue(context.outcome()));
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ApiCallContext;
	}

}
