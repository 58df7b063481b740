package io.github.wecomlogin.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;

/**
 * Finds and ends the sessions kept by the servlet container of this node. Sessions of
 * Spring Session are not among them.
 */
public final class ContainerSessions
		implements SessionIndex, HttpSessionListener, HttpSessionIdListener, HttpSessionAttributeListener {

	private final Map<String, HttpSession> sessions = new ConcurrentHashMap<>();

	@Override
	public List<IndexedSession> find(String corpId, String userId) {
		List<IndexedSession> found = new ArrayList<>();
		this.sessions.forEach((id, session) -> {
			try {
				Authentication authentication = authentication(session);
				WeComUser user = SignedInMember.of(authentication);
				if (authentication != null && user != null && user.isMember(corpId, userId)) {
					found.add(new IndexedSession(session.getId(), authentication,
							Instant.ofEpochMilli(session.getLastAccessedTime())));
				}
			}
			catch (IllegalStateException ex) {
				// Session has ended
				this.sessions.remove(id, session);
			}
		});
		return found;
	}

	@Override
	public void end(String sessionId) {
		HttpSession session = this.sessions.remove(sessionId);
		if (session != null) {
			try {
				session.invalidate();
			}
			catch (IllegalStateException ex) {
				// Session has ended
			}
		}
	}

	/**
	 * Finds the security context under any attribute name.
	 */
	private static @Nullable Authentication authentication(HttpSession session) {
		for (String name : Collections.list(session.getAttributeNames())) {
			if (session.getAttribute(name) instanceof SecurityContext context
					&& SignedInMember.of(context.getAuthentication()) != null) {
				return context.getAuthentication();
			}
		}
		return null;
	}

	@Override
	public void attributeAdded(HttpSessionBindingEvent event) {
		note(event);
	}

	@Override
	public void attributeReplaced(HttpSessionBindingEvent event) {
		note(event);
	}

	private void note(HttpSessionBindingEvent event) {
		HttpSession session = event.getSession();
		if (session.getAttribute(event.getName()) instanceof SecurityContext context
				&& SignedInMember.of(context.getAuthentication()) != null) {
			this.sessions.put(session.getId(), session);
		}
	}

	@Override
	public void sessionIdChanged(HttpSessionEvent event, String oldSessionId) {
		HttpSession session = this.sessions.remove(oldSessionId);
		if (session != null) {
			this.sessions.put(event.getSession().getId(), event.getSession());
		}
	}

	@Override
	public void sessionDestroyed(HttpSessionEvent event) {
		this.sessions.remove(event.getSession().getId());
	}

}
