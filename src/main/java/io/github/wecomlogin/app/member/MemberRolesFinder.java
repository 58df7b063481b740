package io.github.wecomlogin.app.member;

import java.util.Collection;

import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.user.WeComUser;

import org.springframework.stereotype.Component;

/**
 * Finds out which roles somebody has, and why.
 */
@Component
class MemberRolesFinder {

	private final WeComRegistrations registrations;

	private final WeComAccess access;

	MemberRolesFinder(WeComRegistrations registrations, WeComAccess access) {
		this.registrations = registrations;
		this.access = access;
	}

	/**
	 * Explains the roles of somebody who is signed in.
	 * @param principal who, not necessarily a member
	 * @param held the roles of the session
	 */
	MemberRoles ofSession(Object principal, Collection<String> held) {
		// A session may outlive the registration it came from
		if (!(principal instanceof WeComUser user) || this.registrations.find(user.getRegistrationId()) == null) {
			return MemberRoles.unexplained(held);
		}
		return MemberRoles.ofSession(held, this.access.explain(user));
	}

	/**
	 * Explains the roles that a member would have.
	 * @param registrationId with which application
	 * @param userId the member's id
	 * @throws WeComRefusalException if nothing can be said about such a member
	 */
	MemberRoles ofMember(String registrationId, String userId) {
		return MemberRoles.ofMember(this.access.explain(registrationId, userId));
	}

}
