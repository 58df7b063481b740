package io.github.wecomlogin.app.member;

import java.util.Collection;

import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.user.WeComUser;

import org.springframework.stereotype.Component;

/**
 * Determines the roles of an account and explains them.
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
	 * Explains the roles of a session.
	 * @param principal the principal, not necessarily a member
	 * @param held the roles of the session
	 */
	MemberRoles ofSession(Object principal, Collection<String> held) {
		// The registration may have been removed since the sign-in
		if (!(principal instanceof WeComUser user) || this.registrations.find(user.getRegistrationId()) == null) {
			return MemberRoles.unexplained(held);
		}
		return MemberRoles.ofSession(held, this.access.explain(user));
	}

	/**
	 * Explains the roles that a sign-in of a member would grant.
	 * @param registrationId the registration to sign in with
	 * @param userId the member's user ID
	 * @throws WeComRefusalException if the member cannot be looked up
	 */
	MemberRoles ofMember(String registrationId, String userId) {
		return MemberRoles.ofMember(this.access.explain(registrationId, userId));
	}

}
