package io.github.wecomlogin.autoconfigure.properties;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Reports an invalid property and its remedy. Ordered before Spring Boot's analyzer of
 * failed bindings, which prints the value.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidWeComPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidWeComPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidWeComPropertyException cause) {
		return new FailureAnalysis(cause.getDescription().toString(), cause.getMend().toString(), cause);
	}

}
