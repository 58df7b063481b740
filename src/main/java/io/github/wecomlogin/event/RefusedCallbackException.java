package io.github.wecomlogin.event;

/**
 * A callback was not sent by WeCom or is meant for another receiver. Carries no details,
 * because the response must not reveal which check failed.
 */
final class RefusedCallbackException extends Exception {

	private static final long serialVersionUID = 1L;

	RefusedCallbackException() {
		super("Refused", null, false, false);
	}

}
