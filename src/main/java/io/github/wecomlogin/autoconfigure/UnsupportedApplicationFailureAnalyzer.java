package io.github.wecomlogin.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports the version or web stack that the library requires.
 */
class UnsupportedApplicationFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedApplicationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedApplicationException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getRemedy().toString(), cause);
	}

}
