package io.github.wecomlogin.simulator.api;

/**
 * Consent of a person on the authorization page (D/91335).
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public enum Consent {

	/**
	 * Not requested: {@code snsapi_base} or the web login.
	 */
	NOT_ASKED,

	/**
	 * Consent to {@code snsapi_privateinfo} without any fields.
	 */
	WITHOUT_DETAILS,

	/**
	 * Consent to {@code snsapi_privateinfo} with all fields.
	 */
	WITH_DETAILS

}
