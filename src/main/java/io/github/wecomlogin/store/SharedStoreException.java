package io.github.wecomlogin.store;

/**
 * The shared store cannot be asked now. Its message is ours and holds nothing of an
 * entry; causes, whose messages may hold anything, are not kept.
 */
public class SharedStoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what is wrong, without keys and values
	 */
	public SharedStoreException(String message) {
		super(message);
	}

}
