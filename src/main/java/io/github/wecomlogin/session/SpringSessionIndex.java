package io.github.wecomlogin.session;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.AsciiIds;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

/**
 * Finds and ends sessions in a Spring Session store with a name index. The index is keyed
 * by user id without the company, so that each match is verified.
 */
public final class SpringSessionIndex implements SessionIndex {

	private final FindByIndexNameSessionRepository<? extends Session> sessions;

	/**
	 * Creates the index.
	 * @param sessions the store, for example with
	 * {@code spring.session.data.redis.repository-type=indexed}
	 */
	public SpringSessionIndex(FindByIndexNameSessionRepository<? extends Session> sessions) {
		this.sessions = sessions;
	}

	@Override
	public List<IndexedSession> find(String corpId, String userId) {
		List<IndexedSession> found = new ArrayList<>();
		Set<String> spellings = new LinkedHashSet<>(List.of(userId, AsciiIds.toLowerCase(userId)));
		spellings.forEach((name) -> this.sessions.findByPrincipalName(name).forEach((id, session) -> {
			Authentication authentication = authentication(session);
			WeComUser user = SignedInMember.of(authentication);
			if (authentication != null && user != null && user.isMember(corpId, userId)) {
				found.add(new IndexedSession(id, authentication, session.getLastAccessedTime()));
			}
		}));
		return found;
	}

	private static @Nullable Authentication authentication(Session session) {
		Object context = session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY);
		return (!session.isExpired() && context instanceof SecurityContext known) ? known.getAuthentication() : null;
	}

	@Override
	public void end(String sessionId) {
		this.sessions.deleteById(sessionId);
	}

}
