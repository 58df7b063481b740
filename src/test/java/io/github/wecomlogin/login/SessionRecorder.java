package io.github.wecomlogin.login;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

/**
 * Counts the sessions an application makes and keeps what is put into them.
 */
class SessionRecorder implements HttpSessionListener, HttpSessionAttributeListener {

	private final Set<HttpSession> sessions = ConcurrentHashMap.newKeySet();

	private final List<Object> values = new CopyOnWriteArrayList<>();

	@Override
	public void sessionCreated(HttpSessionEvent event) {
		this.sessions.add(event.getSession());
	}

	@Override
	public void attributeAdded(HttpSessionBindingEvent event) {
		this.values.add(event.getValue());
	}

	@Override
	public void attributeReplaced(HttpSessionBindingEvent event) {
		this.values.add(event.getSession().getAttribute(event.getName()));
	}

	int created() {
		return this.sessions.size();
	}

	List<Object> values() {
		return this.values;
	}

	void reset() {
		this.sessions.clear();
		this.values.clear();
	}

}
