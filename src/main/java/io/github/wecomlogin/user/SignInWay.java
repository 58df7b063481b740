package io.github.wecomlogin.user;

/**
 * How a member signs in to a self-built application. The codes of both ways are exchanged
 * at the same endpoint.
 */
public enum SignInWay {

	/**
	 * Inside the WeCom client (D/91022).
	 */
	IN_CLIENT,

	/**
	 * In another browser, by scanning a QR code or confirming in the running client
	 * (D/98152).
	 */
	WEB_LOGIN

}
