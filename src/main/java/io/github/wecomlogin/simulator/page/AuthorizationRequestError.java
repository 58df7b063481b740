package io.github.wecomlogin.simulator.page;

/**
 * Thrown for an invalid authorization request, which WeCom answers with an error page
 * instead of a redirect. The message is WeCom's own.
 */
final class AuthorizationRequestError extends Exception {

	private static final long serialVersionUID = 1L;

	private final PageText explanation;

	AuthorizationRequestError(String message, PageText explanation) {
		super(message, null, false, false);
		this.explanation = explanation;
	}

	/**
	 * Returns the explanation for developers.
	 */
	PageText explanation() {
		return this.explanation;
	}

}
