package io.github.wecomlogin.access;

import org.jspecify.annotations.Nullable;

/**
 * Names a department in a rule, by id or by name or path.
 *
 * @param id the department id, or {@code null} if a name is given
 * @param name the name or path such as {@code 总部/研发部}, or {@code null} if an id is given
 */
public record DepartmentReference(@Nullable Long id, @Nullable String name) {

	/**
	 * References a department by id.
	 * @param id the department id
	 * @return the reference
	 */
	public static DepartmentReference of(long id) {
		return new DepartmentReference(id, null);
	}

	/**
	 * References a department by name, or by path if the name is ambiguous.
	 * @param nameOrPath the name, or several from top to bottom separated by {@code /}
	 * @return the reference
	 */
	public static DepartmentReference of(String nameOrPath) {
		return new DepartmentReference(null, nameOrPath);
	}

	@Override
	public String toString() {
		return (this.name != null) ? this.name : String.valueOf(this.id);
	}

}
