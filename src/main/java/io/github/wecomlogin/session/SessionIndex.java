package io.github.wecomlogin.session;

import java.util.List;

/**
 * Finds sessions of members, so that they can be listed and ended at once. Security does
 * not depend on it: a session that no index knows ends with its next request. Beans of
 * this type are used in addition to the indexes for Spring Session, Spring Security's
 * session registry and the servlet container. Implementations must be safe for concurrent
 * use.
 */
public interface SessionIndex {

	/**
	 * Finds the sessions of a member.
	 * @param corpId the company
	 * @param userId the member's id, in the directory's spelling if possible
	 * @return the sessions of that member; others may be included
	 */
	List<IndexedSession> find(String corpId, String userId);

	/**
	 * Ends a session. Does nothing if the session no longer exists.
	 * @param sessionId the id of a session found by this index
	 */
	void end(String sessionId);

}
