package io.github.wecomlogin.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;

/**
 * Finds and ends the sessions kept by the servlet container of this node. Sessions of
 * Spring Session are not among them.
 * <p>
 * Does not listen to attributes and ids of sessions: with such a listener, Tomcat creates
 * an event for each attribute of each request.
 */
public final class ContainerSessions implements SessionIndex, HttpSessionListener, ServletContextListener {

	private static final String ATTRIBUTE = ContainerSessions.class.getName();

	/**
	 * Request attribute that Spring Session sets.
	 */
	private static final String SPRING_SESSION = "org.springframework.session.SessionRepository";

	// Tomcat and Jetty keep one object for each session, whose id a sign-in may change
	private final Set<HttpSession> sessions = ConcurrentHashMap.newKeySet();

	@Override
	public void contextInitialized(ServletContextEvent event) {
		event.getServletContext().setAttribute(ATTRIBUTE, this);
	}

	/**
	 * Adds the session of a request, if it is kept by the container. A container that
	 * restores sessions after a restart tells no listener.
	 */
	static void add(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		if (session != null && request.getAttribute(SPRING_SESSION) == null
				&& request.getServletContext().getAttribute(ATTRIBUTE) instanceof ContainerSessions index) {
			index.sessions.add(session);
		}
	}

	@Override
	public List<IndexedSession> find(String corpId, String userId) {
		List<IndexedSession> found = new ArrayList<>();
		this.sessions.forEach((session) -> {
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
				this.sessions.remove(session);
			}
		});
		return found;
	}

	@Override
	public void end(String sessionId) {
		for (HttpSession session : this.sessions) {
			if (isNamed(session, sessionId) && this.sessions.remove(session)) {
				try {
					session.invalidate();
				}
				catch (IllegalStateException ex) {
					// Session has ended
				}
			}
		}
	}

	private static boolean isNamed(HttpSession session, String sessionId) {
		try {
			return sessionId.equals(session.getId());
		}
		catch (IllegalStateException ex) {
			// Session has ended
			return false;
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
	public void sessionCreated(HttpSessionEvent event) {
		this.sessions.add(event.getSession());
	}

	@Override
	public void sessionDestroyed(HttpSessionEvent event) {
		String id = event.getSession().getId();
		// Other containers may make an object for each event
		if (!this.sessions.remove(event.getSession()) && id != null) {
			this.sessions.removeIf((session) -> isNamed(session, id));
		}
	}

}
