package io.github.wecomlogin.app.member;

import java.util.Locale;

/**
 * Compares a role of a session with the current rules.
 */
enum RoleStanding {

	/**
	 * The session has the role and the rules grant it.
	 */
	HELD,

	/**
	 * The session has the role, but the rules no longer grant it.
	 */
	NO_LONGER_GIVEN,

	/**
	 * The session lacks the role, but the rules now grant it.
	 */
	WITH_NEXT_CHECK,

	/**
	 * The session has the role, and no rules apply to the account.
	 */
	UNEXPLAINED;

	/**
	 * Returns the message key.
	 */
	public String key() {
		return "role." + name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
