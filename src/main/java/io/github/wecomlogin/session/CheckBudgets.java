package io.github.wecomlogin.session;

import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComRegistrations;
import org.jspecify.annotations.Nullable;

/**
 * The budget of each company: WeCom counts the calls of all its applications together
 * (D/90312).
 */
final class CheckBudgets {

	/**
	 * Stands for companies that a session names and nobody here serves.
	 */
	private static final String OTHERS = "";

	private final ConcurrentMap<String, CheckBudget> budgets = new ConcurrentHashMap<>();

	private final WeComRegistrations registrations;

	private final SessionCheckSettings settings;

	private final Clock clock;

	CheckBudgets(WeComRegistrations registrations, SessionCheckSettings settings, Clock clock) {
		this.registrations = registrations;
		this.settings = settings;
		this.clock = clock;
	}

	CheckBudget of(String corpId) {
		CheckBudget budget = this.budgets.get(corpId);
		if (budget != null) {
			return budget;
		}
		WeComRegistration first = firstOf(corpId);
		return this.budgets.computeIfAbsent((first != null) ? corpId : OTHERS,
				(company) -> new CheckBudget(this.settings, (first != null) ? first.sharedStore() : null, this.clock));
	}

	/**
	 * All nodes count where the first application of the company keeps what it shares.
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
