package io.github.wecomlogin.util;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Copies collections and checks the type of each element, which deserialization does not.
 * The copies are unmodifiable, keep their order, and are of classes that Spring
 * Security's Jackson modules allow. <em>Internal.</em>
 */
public final class CheckedCopies {

	private CheckedCopies() {
	}

	/**
	 * Copies a list.
	 * @throws NullPointerException if an element is {@code null}
	 * @throws ClassCastException if an element is of another type
	 */
	public static <T> List<T> list(Collection<? extends T> values, Class<T> type) {
		List<T> copy = new ArrayList<>();
		values.forEach((value) -> copy.add(type.cast(Objects.requireNonNull(value, "element"))));
		return Collections.unmodifiableList(copy);
	}

	/**
	 * Copies a set.
	 * @throws NullPointerException if an element is {@code null}
	 * @throws ClassCastException if an element is of another type
	 */
	public static <T> Set<T> set(Collection<? extends T> values, Class<T> type) {
		return Collections.unmodifiableSet(new LinkedHashSet<>(list(values, type)));
	}

}
