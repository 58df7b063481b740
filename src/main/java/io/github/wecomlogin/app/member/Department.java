package io.github.wecomlogin.app.member;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.wecomlogin.user.WeComDepartment;
import org.jspecify.annotations.Nullable;

/**
 * A department of the person who is signed in.
 *
 * @param id its id
 * @param name its name, where the application may read it
 * @param path its name with those above it, where the application may read them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({ "id", "name", "path" })
record Department(long id, @Nullable String name, @Nullable String path) {

	static Department of(WeComDepartment department) {
		return new Department(department.id(), department.name(), department.path());
	}

	/**
	 * Returns what people call the department.
	 * @return the path, or else the name, or {@code null}
	 */
	public @Nullable String label() {
		return (this.path != null) ? this.path : this.name;
	}

}
