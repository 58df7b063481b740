package io.github.wecomlogin.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says at start-up which version or web stack the library needs.
 */
class UnsupportedApplicationFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedApplicationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedApplicationException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getRemedy(), cause);
	}

}
