package io.github.wecomlogin.simulator.company;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tag of the simulated company (D/90213): a list of employees and departments. Immutable;
 * the {@code with} methods return a changed copy.
 *
 * @param id positive number of the tag
 * @param name the name, given by {@code tag/list} and {@code tag/get}
 * @param users user ids of the employees, in any case, in the order in which
 * {@code tag/get} gives them; may be empty
 * @param departments numbers of the departments, in the order in which {@code tag/get}
 * gives them; may be empty
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
	 * Returns a tag that nobody has.
	 * @param id positive number of the tag
	 * @param name the name
	 * @return the tag
	 */
	public static Tag of(long id, String name) {
		return new Tag(id, name, Set.of(), Set.of());
	}

	/**
	 * Returns a copy with exactly the given employees.
	 * @param userIds user ids of the employees
	 * @return the copy
	 */
	public Tag withUsers(String... userIds) {
		return new Tag(this.id, this.name, new LinkedHashSet<>(List.of(userIds)), this.departments);
	}

	/**
	 * Returns a copy with exactly the given departments.
	 * @param departments numbers of the departments
	 * @return the copy
	 */
	public Tag withDepartments(long... departments) {
		return new Tag(this.id, this.name, this.users,
				new LinkedHashSet<>(Arrays.stream(departments).boxed().toList()));
	}

	/**
	 * Unlike that of {@link Set#copyOf}, the order is the same in every run.
	 */
	private static <T> Set<T> copy(Set<T> values) {
		return Collections.unmodifiableSet(new LinkedHashSet<>(values));
	}

}
