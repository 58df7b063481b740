package io.github.wecomlogin.event;

/**
 * The body of a callback could not be read in time, or too many others are being read.
 * Answered so that WeCom repeats the callback.
 */
final class UnreadCallbackException extends Exception {

	private static final long serialVersionUID = 1L;

	UnreadCallbackException() {
		super("Not read", null, false, false);
	}

}
