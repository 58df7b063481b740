package io.github.wecomlogin.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStoreException;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Why sessions ended that did not end with a request, for whoever comes with one of them
 * the next time: on all nodes that share a store, otherwise on this one. Only a courtesy,
 * so what is forgotten or cannot be asked for is simply not told.
 */
final class EndedSessions {

	private static final Duration REMEMBERED = Duration.ofHours(1);

	private static final int MAX_REMEMBERED = 10_000;

	private static final int MAX_ID_LENGTH = 256;

	/**
	 * So many look at once, and so long: anybody can come with any id, and the store has
	 * better things to do.
	 */
	private static final int MAX_LOOKING = 4;

	private static final Duration TIME_TO_LOOK = Duration.ofMillis(200);

	private final Semaphore looking = new Semaphore(MAX_LOOKING);

	private final Map<String, WeComRefusal> reasons = Caffeine.newBuilder()
		.executor(Runnable::run)
		.expireAfterWrite(REMEMBERED)
		.maximumSize(MAX_REMEMBERED)
		.<String, WeComRefusal>build()
		.asMap();

	private final WeComRegistrations registrations;

	EndedSessions(WeComRegistrations registrations) {
		this.registrations = registrations;
	}

	void note(String sessionId, WeComUser user, WeComRefusal reason) {
		WeComRegistration registration = this.registrations.find(user.getRegistrationId());
		SealedStore shared = (registration != null) ? registration.sharedStore() : null;
		if (shared == null || !put(shared, sessionId, reason)) {
			this.reasons.put(sessionId, reason);
		}
	}

	private static boolean put(SealedStore store, String sessionId, WeComRefusal reason) {
		try {
			store.put(name(sessionId), reason.code().getBytes(StandardCharsets.US_ASCII), REMEMBERED);
			return true;
		}
		catch (SharedStoreException ex) {
			return false;
		}
	}

	/**
	 * Returns why the session ended that a visitor comes with, the first time.
	 * @return the reason, or {@code null} if none is known, or the session is there
	 */
	@Nullable WeComRefusal take(HttpServletRequest request) {
		String sessionId = request.getRequestedSessionId();
		if (sessionId == null || request.isRequestedSessionIdValid()) {
			return null;
		}
		WeComRefusal reason = this.reasons.remove(sessionId);
		if (reason != null || sessionId.length() > MAX_ID_LENGTH || !this.looking.tryAcquire()) {
			return reason;
		}
		try {
			return takeShared(sessionId);
		}
		finally {
			this.looking.release();
		}
	}

	/**
	 * Nobody knows with which registration the visitor was signed in.
	 */
	private @Nullable WeComRefusal takeShared(String sessionId) {
		try {
			Deadline deadline = Deadline.after(TIME_TO_LOOK);
			for (WeComRegistration registration : this.registrations) {
				if (deadline.remaining().isZero()) {
					return null;
				}
				SealedStore store = registration.sharedStore();
				SealedStore.Entry entry = (store != null) ? store.get(name(sessionId)) : null;
				if (store != null && entry != null && store.remove(entry)) {
					return WeComRefusal.ofCode(new String(entry.value(), StandardCharsets.US_ASCII));
				}
			}
		}
		catch (SharedStoreException ex) {
			// Not told then
		}
		return null;
	}

	private static String name(String sessionId) {
		return "ended-session|" + sessionId;
	}

}
