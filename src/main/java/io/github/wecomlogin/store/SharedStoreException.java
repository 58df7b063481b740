package io.github.wecomlogin.store;

/**
 * Thrown when the shared store is not available. Has no cause, and its message contains
 * no data of entries.
 */
public class SharedStoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message the reason, without keys and values
	 */
	public SharedStoreException(String message) {
		super(message);
	}

}
