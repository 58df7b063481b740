package io.github.wecomlogin.event;

/**
 * A callback is not WeCom's, or not for us. Says no more than that: whoever made it up
 * must not learn what was wrong.
 */
final class RefusedCallbackException extends Exception {

	private static final long serialVersionUID = 1L;

	RefusedCallbackException() {
		super("Refused", null, false, false);
	}

}
