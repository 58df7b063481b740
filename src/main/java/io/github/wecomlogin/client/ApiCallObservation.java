package io.github.wecomlogin.client;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed about calls.
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
	 * Keys with few values.
	 */
	enum LowCardinalityKey implements KeyName {

		/**
		 * The application that calls: company's id, slash, agent id.
		 */
		APPLICATION {

			@Override
			public String asString() {
				return "application";
			}

		},

		/**
		 * The path called, without its query.
		 */
		ENDPOINT {

			@Override
			public String asString() {
				return "endpoint";
			}

		},

		/**
		 * How it ended: {@code success}, WeCom's error code or a name such as
		 * {@code timeout}. Not called {@code error}: Micrometer gives each timer a tag of
		 * that name itself, with the class of the exception.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		}

	}

}
