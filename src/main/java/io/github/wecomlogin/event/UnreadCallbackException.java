package io.github.wecomlogin.event;

/**
 * The body of a callback was not read, because it arrives too slowly or too many others
 * do. WeCom repeats its callbacks.
 */
final class UnreadCallbackException extends Exception {

	private static final long serialVersionUID = 1L;

	UnreadCallbackException() {
		super("Not read", null, false, false);
	}

}
