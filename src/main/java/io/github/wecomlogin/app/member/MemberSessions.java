package io.github.wecomlogin.app.member;

import java.util.List;

/**
 * The sessions of a member as the page shows them.
 *
 * @param registrationId with which application the member was looked up
 * @param userId the member's id
 * @param sessions those that can be listed, the one used last first
 * @param listsAll whether there are no others
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
