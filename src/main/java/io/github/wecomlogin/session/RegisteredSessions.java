package io.github.wecomlogin.session;

import java.util.ArrayList;
import java.util.List;

import io.github.wecomlogin.user.WeComUser;

import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;

/**
 * Finds and ends sessions in Spring Security's {@link SessionRegistry}, which a security
 * filter chain fills if it limits concurrent sessions. Ended sessions expire with their
 * next request. The registry knows no client addresses.
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
			// Spring Session's registry cannot list principals; SpringSessionIndex finds
			// its sessions
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
