package io.github.wecomlogin.app.admin;

import java.util.List;

import io.github.wecomlogin.app.member.ShownTime;
import org.jspecify.annotations.Nullable;

/**
 * Represents a member in a list.
 *
 * @param registrationId the registration
 * @param application the display name of the application, or {@code null} if there is
 * only one
 * @param userId the user ID
 * @param name the display name
 * @param departments the departments, by path, name or ID
 * @param roles the roles of the last check; empty if the member has not been signed in on
 * this node
 * @param readAt the time at which the member was last read from WeCom
 * @param unchecked whether the member has not been checked for longer than a session
 * lasts without a check
 */
record ShownMember(String registrationId, @Nullable String application, String userId, String name, String departments,
		List<String> roles, ShownTime readAt, boolean unchecked) {

	/**
	 * Shows no personal data: models end up in logs.
	 */
	@Override
	public String toString() {
		return "ShownMember[]";
	}

}
