package io.github.wecomlogin.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.store.SealedStore;
import io.github.wecomlogin.store.SharedStoreException;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for an hour why a session was ended outside a request of its own, so that the
 * next request with its id can show the reason. Shared by the nodes that share a store,
 * otherwise kept on this node, at most 10,000 of them. Best effort: when the reason is
 * lost or the store does not answer, none is shown.
 */
final class SessionEndReasons {

	private static final Duration RETENTION = Duration.ofHours(1);

	private static final int MAX_ENTRIES = 10_000;

	private static final int MAX_ID_LENGTH = 256;

	/**
	 * Maximum concurrent lookups in the shared store. Session ids in requests are
	 * untrusted, so that their number must be limited.
	 */
	private static final int MAX_LOOKUPS = 4;

	private static final Duration LOOKUP_TIMEOUT = Duration.ofMillis(200);

	private final Semaphore lookups = new Semaphore(MAX_LOOKUPS);

	private final Map<String, WeComRefusal> reasons = Caffeine.newBuilder()
		.executor(Runnable::run)
		.expireAfterWrite(RETENTION)
		.maximumSize(MAX_ENTRIES)
		.<String, WeComRefusal>build()
		.asMap();

	private final WeComRegistrations registrations;

	private final PerRegistration<SealedStore> sharedStores;

	SessionEndReasons(WeComRegistrations registrations, PerRegistration<SealedStore> sharedStores) {
		this.registrations = registrations;
		this.sharedStores = sharedStores;
	}

	void note(String sessionId, WeComUser user, WeComRefusal reason) {
		SealedStore shared = this.sharedStores.find(this.registrations.find(user.getRegistrationId()));
		if (shared == null || !put(shared, sessionId, reason)) {
			this.reasons.put(sessionId, reason);
		}
	}

	private static boolean put(SealedStore store, String sessionId, WeComRefusal reason) {
		try {
			store.put(name(sessionId), reason.code().getBytes(StandardCharsets.US_ASCII), RETENTION);
			return true;
		}
		catch (SharedStoreException ex) {
			return false;
		}
	}

	/**
	 * Returns why the session named by a request ended, and forgets it.
	 * @return the reason, or {@code null} if none is known or the session is valid
	 */
	@Nullable WeComRefusal take(HttpServletRequest request) {
		String sessionId = request.getRequestedSessionId();
		if (sessionId == null || request.isRequestedSessionIdValid()) {
			return null;
		}
		WeComRefusal reason = this.reasons.remove(sessionId);
		if (reason != null || sessionId.length() > MAX_ID_LENGTH || !this.lookups.tryAcquire()) {
			return reason;
		}
		try {
			return takeShared(sessionId);
		}
		finally {
			this.lookups.release();
		}
	}

	/**
	 * Looks in the store of every registration, because the registration of an ended
	 * session is unknown.
	 */
	private @Nullable WeComRefusal takeShared(String sessionId) {
		try {
			Deadline deadline = Deadline.after(LOOKUP_TIMEOUT);
			for (WeComRegistration registration : this.registrations) {
				if (deadline.remaining().isZero()) {
					return null;
				}
				SealedStore store = this.sharedStores.find(registration);
				SealedStore.Entry entry = (store != null) ? store.get(name(sessionId)) : null;
				if (store != null && entry != null && store.remove(entry)) {
					return WeComRefusal.ofCode(new String(entry.value(), StandardCharsets.US_ASCII));
				}
			}
		}
		catch (SharedStoreException ex) {
			// Best effort
		}
		return null;
	}

	private static String name(String sessionId) {
		return "ended-session|" + sessionId;
	}

}
