package io.github.wecomlogin.user;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * A department of a signed-in member.
 *
 * @param id the department's id
 * @param name its name, where the application may read it
 * @param path its name with those above it, such as {@code 总部/研发部}, where the application
 * may read them
 */
public record WeComDepartment(long id, @Nullable String name, @Nullable String path) implements Serializable {

	private static final long serialVersionUID = 1L;

}
