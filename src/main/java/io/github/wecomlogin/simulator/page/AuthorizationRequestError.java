package io.github.wecomlogin.simulator.page;

/**
 * An authorize URL that WeCom answers with a page of its own, and no redirect. The
 * message is in WeCom's wording.
 */
final class AuthorizationRequestError extends Exception {

	private static final long serialVersionUID = 1L;

	private final Wording explanation;

	AuthorizationRequestError(String message, Wording explanation) {
		super(message, null, false, false);
		this.explanation = explanation;
	}

	/**
	 * Returns what a developer may do about it.
	 */
	Wording explanation() {
		return this.explanation;
	}

}
