package io.github.wecomlogin.app.member;

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
	 * The role was given when the member was last checked, and nothing gives it any more.
	 */
	NO_LONGER_GIVEN,

	/**
	 * The role would be given now, and was not when the member was last checked.
	 */
	WITH_NEXT_CHECK,

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
