package io.github.wecomlogin.registration;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * All registrations of this application, in the order of configuration.
 */
public final class WeComRegistrations implements Iterable<WeComRegistration> {

	private final Map<String, WeComRegistration> registrations = new LinkedHashMap<>();

	/**
	 * Creates the collection.
	 * @param registrations at least one, each with an id of its own
	 */
	public WeComRegistrations(Collection<WeComRegistration> registrations) {
		registrations.forEach((registration) -> this.registrations.put(registration.registrationId(), registration));
	}

	/**
	 * Finds a registration.
	 * @param registrationId the id
	 * @return the registration, or {@code null} if the id is not of WeCom
	 */
	public @Nullable WeComRegistration find(@Nullable String registrationId) {
		return (registrationId != null) ? this.registrations.get(registrationId) : null;
	}

	public boolean isSingle() {
		return this.registrations.size() == 1;
	}

	@Override
	public Iterator<WeComRegistration> iterator() {
		return this.registrations.values().iterator();
	}

}
