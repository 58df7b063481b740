package io.github.wecomlogin.user;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * A tag of a signed-in member, if a rule mentions it.
 *
 * @param id the tag id
 * @param name the name, or {@code null} if the application may not read it
 */
public record WeComTag(long id, @Nullable String name) implements Serializable {

	private static final long serialVersionUID = 1L;

	public WeComTag {
		if (id < 1) {
			throw new IllegalArgumentException("The id of a tag is missing");
		}
	}

}
