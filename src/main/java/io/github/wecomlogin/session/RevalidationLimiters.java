package io.github.wecomlogin.session;

import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.wecomlogin.registration.PerRegistration;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import io.github.wecomlogin.store.SealedStore;
import org.jspecify.annotations.Nullable;

/**
 * One {@link RevalidationLimiter} per company, because WeCom limits the calls of all
 * applications of a company together (D/90312).
 */
final class RevalidationLimiters {

	/**
	 * Key of the limiter shared by companies that no registration serves any more.
	 */
	private static final String UNREGISTERED = "";

	private final ConcurrentMap<String, RevalidationLimiter> limiters = new ConcurrentHashMap<>();

	private final WeComRegistrations registrations;

	private final PerRegistration<SealedStore> sharedStores;

	private final SessionCheckSettings settings;

	private final Clock clock;

	RevalidationLimiters(WeComRegistrations registrations, PerRegistration<SealedStore> sharedStores,
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
		WeComRegistration first = firstOf(corpId);
		return this.limiters.computeIfAbsent((first != null) ? corpId : UNREGISTERED,
				(company) -> new RevalidationLimiter(this.settings, this.sharedStores.find(first), this.clock));
	}

	/**
	 * Returns the first registration of the company. All nodes count in its store.
	 */
	private @Nullable WeComRegistration firstOf(String corpId) {
		for (WeComRegistration registration : this.registrations) {
			if (registration.application().corpId().equals(corpId)) {
				return registration;
			}
		}
		return null;
	}

}
