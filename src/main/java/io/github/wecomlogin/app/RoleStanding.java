package io.github.wecomlogin.app;

import java.util.Locale;

/**
 * How what somebody may do now and what the rules say now go together.
 */
enum RoleStanding {

	/**
	 * Both agree.
	 */
	HELD,

	/**
	 * The role was given at the sign-in, and nothing gives it any more.
	 */
	NO_LONGER_GIVEN,

	/**
	 * The role would be given at a sign-in now, and was not at the last one.
	 */
	FROM_NEXT_SIGN_IN,

	/**
	 * The role is there, and the rules do not say anything about it.
	 */
	UNEXPLAINED;

	/**
	 * Returns the key of what the page says about it.
	 */
	public String key() {
		return "role." + name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
