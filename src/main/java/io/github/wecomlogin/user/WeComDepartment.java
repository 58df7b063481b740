package io.github.wecomlogin.user;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * A department of a signed-in member.
 *
 * @param id the department id
 * @param name the name, or {@code null} if the application may not read it
 * @param path the name with those of its parents, such as {@code 总部/研发部}, or {@code null}
 * if the application may not read them
 */
public record WeComDepartment(long id, @Nullable String name, @Nullable String path) implements Serializable {

	private static final long serialVersionUID = 1L;

}
