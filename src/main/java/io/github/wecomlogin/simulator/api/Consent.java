package io.github.wecomlogin.simulator.api;

/**
 * What a person has agreed to on the authorize page (D/91335).
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public enum Consent {

	/**
	 * Was not asked: {@code snsapi_base}, or the web login.
	 */
	NOT_ASKED,

	/**
	 * Agreed to sign in with {@code snsapi_privateinfo}, but unticked every field.
	 */
	WITHOUT_DETAILS,

	/**
	 * Agreed to {@code snsapi_privateinfo} with all fields.
	 */
	WITH_DETAILS

}
