package io.github.wecomlogin.app.member;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.wecomlogin.user.WeComDepartment;
import org.jspecify.annotations.Nullable;

/**
 * Represents a department on the pages and in {@code /api/me}.
 *
 * @param id the ID of the department
 * @param name the name, or {@code null} if the application cannot read it
 * @param path the names from the root, or {@code null} if the application cannot read
 * them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({ "id", "name", "path" })
record DepartmentView(long id, @Nullable String name, @Nullable String path) {

	static DepartmentView of(WeComDepartment department) {
		return new DepartmentView(department.id(), department.name(), department.path());
	}

	/**
	 * Returns the display name of the department.
	 * @return the path, else the name, else {@code null}
	 */
	public @Nullable String label() {
		return (this.path != null) ? this.path : this.name;
	}

}
