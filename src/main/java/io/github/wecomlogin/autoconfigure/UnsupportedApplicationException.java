package io.github.wecomlogin.autoconfigure;

/**
 * Thrown if the application uses a version or web stack that the library does not
 * support.
 */
class UnsupportedApplicationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param problem the problem
	 * @param remedy the remedy
	 */
	UnsupportedApplicationException(String problem, String remedy) {
		super(problem);
		this.remedy = remedy;
	}

	String getRemedy() {
		return this.remedy;
	}

}
