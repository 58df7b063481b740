package io.github.wecomlogin.registration;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.util.function.ThrowingConsumer;

/**
 * One object of a kind for each registration, such as its API client.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param <T> the kind
 */
public final class PerRegistration<T> implements AutoCloseable {

	private final Map<String, T> values = new LinkedHashMap<>();

	/**
	 * Creates the objects.
	 * @param registrations the registrations
	 * @param factory creates the object of a registration, or returns {@code null} if it
	 * has none
	 */
	public PerRegistration(Iterable<WeComRegistration> registrations,
			Function<WeComRegistration, ? extends @Nullable T> factory) {
		registrations.forEach((registration) -> {
			T value = factory.apply(registration);
			if (value != null) {
				this.values.put(registration.registrationId(), value);
			}
		});
	}

	/**
	 * Returns the object of a registration.
	 * @throws IllegalStateException if the registration has none
	 */
	public T get(WeComRegistration registration) {
		T value = find(registration);
		if (value == null) {
			throw new IllegalStateException("Nothing for registration '" + registration.registrationId() + "'");
		}
		return value;
	}

	/**
	 * Returns the object of a registration, or {@code null} if it has none.
	 */
	public @Nullable T find(@Nullable WeComRegistration registration) {
		return (registration != null) ? this.values.get(registration.registrationId()) : null;
	}

	/**
	 * Returns the objects of all registrations that have one.
	 */
	public Collection<T> values() {
		return this.values.values();
	}

	public boolean isEmpty() {
		return this.values.isEmpty();
	}

	/**
	 * Closes the objects that can be closed.
	 */
	@Override
	public void close() {
		this.values.values().forEach((value) -> {
			if (value instanceof AutoCloseable closeable) {
				ThrowingConsumer.of(AutoCloseable::close).accept(closeable);
			}
		});
	}

}
