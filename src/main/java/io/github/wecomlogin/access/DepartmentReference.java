package io.github.wecomlogin.access;

import org.jspecify.annotations.Nullable;

/**
 * How a rule names a department: by its id, or by its name or path.
 *
 * @param id the department's id, or {@code null} if it is named
 * @param name the name, or the path such as {@code 总部/研发部}; {@code null} if there is an
 * id
 */
public record DepartmentReference(@Nullable Long id, @Nullable String name) {

	/**
	 * Names a department by its id.
	 * @param id the id
	 * @return the reference
	 */
	public static DepartmentReference of(long id) {
		return new DepartmentReference(id, null);
	}

	/**
	 * Names a department by its name, or by its path where the name alone does not tell.
	 * @param nameOrPath the name, or several from above to below with {@code /} between
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
