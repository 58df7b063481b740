package io.github.wecomlogin.autoconfigure;

import io.github.wecomlogin.util.LocalizedText;

/**
 * Thrown if the application uses a version or web stack that the library does not
 * support.
 */
class UnsupportedApplicationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final LocalizedText remedy;

	/**
	 * Creates the exception.
	 * @param problem the problem
	 * @param remedy the remedy
	 */
	UnsupportedApplicationException(LocalizedText problem, LocalizedText remedy) {
		super(problem.toString());
		this.remedy = remedy;
	}

	LocalizedText getRemedy() {
		return this.remedy;
	}

}
