package io.github.wecomlogin.session;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.user.WeComUser;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.Authentication;

/**
 * Reports ended sessions: to the member with the next request, to the log and to event
 * listeners.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class SessionEndReporter {

	private final SessionEndReasons reasons;

	private final SessionEndPublisher publisher;

	/**
	 * Creates the bean.
	 * @param registrations the registrations that members sign in with
	 * @param sharedStores the stores that nodes share, if any
	 * @param events publishes {@link WeComSessionEndedEvent}
	 */
	public SessionEndReporter(WeComRegistrations registrations, PerRegistration<SealedStore> sharedStores,
			ApplicationEventPublisher events) {
		this.reasons = new SessionEndReasons(registrations, sharedStores);
		this.publisher = new SessionEndPublisher(events);
	}

	/**
	 * Notes why a session ends, before it is invalidated.
	 */
	void note(String sessionId, WeComUser user, WeComRefusal reason) {
		this.reasons.note(sessionId, user, reason);
	}

	/**
	 * Returns why the session named by a request ended, and forgets it.
	 * @return the reason, or {@code null} if none is known or the session is valid
	 */
	@Nullable WeComRefusal take(HttpServletRequest request) {
		return this.reasons.take(request);
	}

	void publish(String sessionId, Authentication authentication, WeComUser user, WeComRefusal reason) {
		this.publisher.publish(sessionId, authentication, user, reason);
	}

}
