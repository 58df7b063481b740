package io.github.wecomlogin.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says at start-up which property is wrong and what to do about it.
 */
class InvalidWeComPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidWeComPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidWeComPropertyException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", cause.getMend(), cause);
	}

}
