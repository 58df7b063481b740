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
		List<T> copy = new ArrayList<>(values.size());
		addAll(copy, values, type);
		return Collections.unmodifiableList(copy);
	}

	/**
	 * Copies a set.
	 * @throws NullPointerException if an element is {@code null}
	 * @throws ClassCastException if an element is of another type
	 */
	public static <T> Set<T> set(Collection<? extends T> values, Class<T> type) {
		Set<T> copy = new LinkedHashSet<>();
		addAll(copy, values, type);
		return Collections.unmodifiableSet(copy);
	}

	private static <T> void addAll(Collection<T> copy, Collection<? extends T> values, Class<T> type) {
		for (Object value : values) {
			copy.add(type.cast(Objects.requireNonNull(value, "element")));
		}
	}

}
