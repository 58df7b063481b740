package io.github.wecomlogin.session;

import java.util.List;

/**
 * Knows where sessions of members are, so that they can be listed and ended at once.
 * Nothing depends on it: a session that no index knows ends with its next request. Beans
 * of this type are asked beside those for Spring Session, Spring Security's session
 * registry and the servlet container. Implementations must be safe for concurrent use.
 */
public interface SessionIndex {

	/**
	 * Finds the sessions of a member.
	 * @param corpId the company
	 * @param userId the member's id, in the directory's spelling if possible
	 * @return sessions in which that member is signed in, perhaps among others
	 */
	List<IndexedSession> find(String corpId, String userId);

	/**
	 * Ends a session. Does nothing if it is not there any more.
	 * @param sessionId the id of a session that this index found
	 */
	void end(String sessionId);

}
