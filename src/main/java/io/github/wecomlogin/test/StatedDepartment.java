package io.github.wecomlogin.test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Represents a department of the member under test, with its ancestors as far as stated.
 * Heights count upwards from this department, which has height 0.
 *
 * @param ids the IDs of this department and its ancestors, nearest first
 * @param names the names in the same order; possibly fewer or more
 * @param isLed whether the member leads the department
 */
record StatedDepartment(List<Long> ids, List<String> names, boolean isLed) {

	private static final String SEPARATOR = "/";

	static StatedDepartment of(long id) {
		return new StatedDepartment(List.of(StatedId.check("A department", id)), List.of(), false);
	}

	static StatedDepartment of(long id, String path) {
		List<String> names = new ArrayList<>();
		for (String name : path.split(SEPARATOR, -1)) {
			if (name.isBlank()) {
				throw new IllegalArgumentException(
						"'" + path + "' is not a department path: write the names from the root, separated by '/'");
			}
			names.add(0, name);
		}
		return new StatedDepartment(of(id).ids(), List.copyOf(names), false);
	}

	StatedDepartment under(List<Long> above) {
		List<Long> ids = new ArrayList<>();
		ids.add(id());
		above.forEach((id) -> ids.add(StatedId.check("A department", id)));
		if (new HashSet<>(ids).size() < ids.size()) {
			throw new IllegalArgumentException("Department " + id() + " cannot be under " + above
					+ ": ancestors must be distinct and cannot include the department itself");
		}
		return new StatedDepartment(List.copyOf(ids), this.names, this.isLed);
	}

	StatedDepartment led() {
		return new StatedDepartment(this.ids, this.names, true);
	}

	long id() {
		return this.ids.get(0);
	}

	/**
	 * Returns the number of stated departments.
	 */
	int heights() {
		return Math.max(this.ids.size(), this.names.size());
	}

	@Nullable Long id(int height) {
		return (height < this.ids.size()) ? this.ids.get(height) : null;
	}

	@Nullable String name(int height) {
		return (height < this.names.size()) ? this.names.get(height) : null;
	}

	/**
	 * Returns the path from the root to a height, or {@code null} if a name is missing.
	 */
	@Nullable String path(int height) {
		if (this.names.size() < heights()) {
			return null;
		}
		List<String> path = new ArrayList<>();
		for (int above = height; above < this.names.size(); above++) {
			path.add(0, this.names.get(above));
		}
		return String.join(SEPARATOR, path);
	}

}
