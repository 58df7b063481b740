package io.github.wecomlogin.simulator.page;

/**
 * Thrown for an invalid authorization request, which WeCom answers with an error page
 * instead of a redirect. The message is WeCom's own.
 */
final class AuthorizationRequestError extends Exception {

	private static final long serialVersionUID = 1L;

	private final Wording explanation;

	AuthorizationRequestError(String message, Wording explanation) {
		super(message, null, false, false);
		this.explanation = explanation;
	}

	/**
	 * Returns the explanation for developers.
	 */
	Wording explanation() {
		return this.explanation;
	}

}
