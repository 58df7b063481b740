package io.github.wecomlogin.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code tag/get} (D/90213): only what the application may see.
 *
 * @param name the name of the tag, where the application may read it
 * @param userIds the members that have the tag themselves
 * @param departments the departments that have the tag; their members are not in
 * {@code userIds}
 */
public record TagResponse(@Nullable String name, List<String> userIds, List<Long> departments) {

	@Override
	public String toString() {
		return "TagResponse[]";
	}

}
