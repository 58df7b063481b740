package io.github.wecomlogin.autoconfigure;

/**
 * The application is built on something that this library does not work with.
 */
class UnsupportedApplicationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param problem what does not work
	 * @param remedy what to do about it
	 */
	UnsupportedApplicationException(String problem, String remedy) {
		super(problem);
		this.remedy = remedy;
	}

	String getRemedy() {
		return this.remedy;
	}

}
