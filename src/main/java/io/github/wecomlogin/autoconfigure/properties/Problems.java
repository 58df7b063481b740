package io.github.wecomlogin.autoconfigure.properties;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.wecomlogin.doctor.SetUp;
import io.github.wecomlogin.util.LocalizedText;
import org.jspecify.annotations.Nullable;

/**
 * Collects problems of properties, each once.
 */
final class Problems {

	private final Map<LocalizedText, SetUp.Problem> problems = new LinkedHashMap<>();

	private final Set<String> properties = new HashSet<>();

	/**
	 * Returns a value, or {@code null} after adding the problem that it has.
	 */
	<T extends @Nullable Object> @Nullable T collect(Supplier<T> value) {
		try {
			return value.get();
		}
		catch (InvalidWeComPropertyException ex) {
			add(ex);
			return null;
		}
	}

	void add(InvalidWeComPropertyException ex) {
		add(ex.getProperty(), ex.getDescription(), ex.getMend());
	}

	void add(String property, LocalizedText description, LocalizedText remedy) {
		this.properties.add(property);
		this.problems.putIfAbsent(description, new SetUp.Problem(description, remedy));
	}

	/**
	 * Whether a property whose name begins with the prefix has a problem, also if it is
	 * written as an environment variable.
	 */
	boolean concern(String prefix) {
		return this.properties.stream().anyMatch((property) -> uniform(property).startsWith(uniform(prefix)));
	}

	private static String uniform(String property) {
		return property.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
	}

	List<SetUp.Problem> all() {
		return new ArrayList<>(this.problems.values());
	}

}
