package io.github.wecomlogin.session;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.store.SealedStore;

/**
 * One {@link RevalidationLimiter} per company, because WeCom limits the calls of all
 * applications of a company together (D/90312).
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class RevalidationLimiters {

	/**
	 * Key of the limiter shared by companies that no registration serves any more.
	 */
	private static final String UNREGISTERED = "";

	private final ConcurrentMap<String, RevalidationLimiter> limiters = new ConcurrentHashMap<>();

	private final WeComRegistrations registrations;

	private final PerRegistration<SealedStore> sharedStores;

	private final SessionCheckSettings settings;

	private final Clock clock;

	/**
	 * Creates the limiters.
	 * @param registrations the registrations that members sign in with
	 * @param sharedStores the stores that nodes share, if any
	 * @param settings the settings of the checks
	 * @param clock the clock that minutes are counted by
	 */
	public RevalidationLimiters(WeComRegistrations registrations, PerRegistration<SealedStore> sharedStores,
			SessionCheckSettings settings, Clock clock) {
		this.registrations = registrations;
		this.sharedStores = sharedStores;
		this.settings = settings;
		this.clock = clock;
	}

	RevalidationLimiter of(String corpId) {
		RevalidationLimiter limiter = this.limiters.get(corpId);
		if (limiter != null) {
			return limiter;
		}
		// All nodes count in the store of the first one
		WeComRegistration first = registrationsOf(corpId).stream().findFirst().orElse(null);
		return this.limiters.computeIfAbsent((first != null) ? corpId : UNREGISTERED,
				(company) -> new RevalidationLimiter(this.settings, this.sharedStores.find(first), this.clock));
	}

	/**
	 * Returns the registrations of a company.
	 */
	List<WeComRegistration> registrationsOf(String corpId) {
		List<WeComRegistration> found = new ArrayList<>();
		for (WeComRegistration registration : this.registrations) {
			if (registration.application().corpId().equals(corpId)) {
				found.add(registration);
			}
		}
		return found;
	}

}
