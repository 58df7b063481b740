package io.github.wecomlogin.session;

import java.util.ArrayList;
import java.util.List;

import io.github.wecomlogin.user.WeComUser;

import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;

/**
 * The sessions that Spring Security's session registry knows, where a security filter
 * chain limits how many a member may have. They end with their next request, and without
 * a word of from where they came.
 */
public final class RegisteredSessions implements SessionIndex {

	private final SessionRegistry registry;

	/**
	 * Creates the index.
	 * @param registry the registry
	 */
	public RegisteredSessions(SessionRegistry registry) {
		this.registry = registry;
	}

	@Override
	public List<IndexedSession> find(String corpId, String userId) {
		List<IndexedSession> found = new ArrayList<>();
		for (Object principal : principals()) {
			if (principal instanceof WeComUser user && user.isMember(corpId, userId)) {
				for (SessionInformation session : this.registry.getAllSessions(user, false)) {
					found.add(new IndexedSession(session.getSessionId(),
							new OAuth2AuthenticationToken(user, user.getAuthorities(), user.getRegistrationId()),
							session.getLastRequest().toInstant()));
				}
			}
		}
		return found;
	}

	private List<Object> principals() {
		try {
			return this.registry.getAllPrincipals();
		}
		catch (UnsupportedOperationException ex) {
			// One that asks a store of Spring Session, which has an index of its own
			return List.of();
		}
	}

	@Override
	public void end(String sessionId) {
		SessionInformation session = this.registry.getSessionInformation(sessionId);
		if (session != null) {
			session.expireNow();
		}
	}

}
