package io.github.wecomlogin.client;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * Observations of API calls.
 */
enum ApiCallObservation implements ObservationDocumentation {

	/**
	 * One attempt of a call to the WeCom API.
	 */
	API_CALL {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return ApiCallObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKey.values();
		}

	};

	/**
	 * Low-cardinality keys.
	 */
	enum LowCardinalityKey implements KeyName {

		/**
		 * The calling application: corp id, slash, agent id.
		 */
		APPLICATION {

			@Override
			public String asString() {
				return "application";
			}

		},

		/**
		 * The path called, without query.
		 */
		ENDPOINT {

			@Override
			public String asString() {
				return "endpoint";
			}

		},

		/**
		 * The outcome: {@code success}, WeCom's error code, or a name such as
		 * {@code timeout}. Not named {@code error}, a tag that Micrometer adds to timers
		 * with the exception class.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		}

	}

}
