package io.github.wecomlogin.user;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * A tag of a signed-in member that a rule mentions.
 *
 * @param id the id of the tag
 * @param name its name, where the application may read it
 */
public record WeComTag(long id, @Nullable String name) implements Serializable {

	private static final long serialVersionUID = 1L;

}
