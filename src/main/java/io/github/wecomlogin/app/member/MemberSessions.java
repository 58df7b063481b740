package io.github.wecomlogin.app.member;

import java.util.List;

/**
 * Holds the sessions of a member for display.
 *
 * @param registrationId the registration of the lookup
 * @param userId the member's user ID
 * @param sessions the sessions that can be listed, most recently used first
 * @param listsAll whether the list is complete
 */
record MemberSessions(String registrationId, String userId, List<ShownSession> sessions, boolean listsAll) {

	/**
	 * Shows no personal data: models end up in logs.
	 */
	@Override
	public String toString() {
		return "MemberSessions[]";
	}

}
