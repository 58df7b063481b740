package io.github.wecomlogin.simulator.company;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Represents a tag of the simulated company (D/90213), a list of employees and
 * departments. Immutable; the {@code with} methods return a modified copy.
 *
 * @param id the positive ID of the tag
 * @param name the name in {@code tag/list} and {@code tag/get}
 * @param users the user IDs of the employees, case-insensitive, in the order of
 * {@code tag/get}; may be empty
 * @param departments the IDs of the departments, in the order of {@code tag/get}; may be
 * empty
 */
public record Tag(long id, String name, Set<String> users, Set<Long> departments) {

	public Tag {
		if (id < 1) {
			throw new IllegalArgumentException("id must be positive");
		}
		if (name.isBlank()) {
			throw new IllegalArgumentException("name must not be blank");
		}
		users = copy(users);
		departments = copy(departments);
	}

	/**
	 * Returns an empty tag.
	 * @param id the positive ID of the tag
	 * @param name the name
	 * @return the tag
	 */
	public static Tag of(long id, String name) {
		return new Tag(id, name, Set.of(), Set.of());
	}

	/**
	 * Returns a copy with exactly the given employees.
	 * @param userIds the user IDs of the employees
	 * @return the copy
	 */
	public Tag withUsers(String... userIds) {
		return new Tag(this.id, this.name, new LinkedHashSet<>(List.of(userIds)), this.departments);
	}

	/**
	 * Returns a copy with exactly the given departments.
	 * @param departments the IDs of the departments
	 * @return the copy
	 */
	public Tag withDepartments(long... departments) {
		return new Tag(this.id, this.name, this.users,
				new LinkedHashSet<>(Arrays.stream(departments).boxed().toList()));
	}

	/**
	 * Copies a set and keeps its order, unlike {@link Set#copyOf}.
	 */
	private static <T> Set<T> copy(Set<T> values) {
		return Collections.unmodifiableSet(new LinkedHashSet<>(values));
	}

}
