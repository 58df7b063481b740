package io.github.wecomlogin.user;

/**
 * The two ways in which WeCom lets a member sign in to a self-built application. Their
 * codes are spent at the same endpoint.
 */
public enum SignInWay {

	/**
	 * In WeCom's own webview (D/91022).
	 */
	IN_CLIENT,

	/**
	 * In another browser, by QR code or with a click in the running client (D/98152).
	 */
	WEB_LOGIN

}
