package io.github.wecomlogin.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Response of {@code tag/get} (D/90213), with data visible to the application only.
 *
 * @param name the name, or {@code null} if absent
 * @param userIds the members tagged individually
 * @param departments the tagged departments, whose members are not in {@code userIds}
 */
public record TagResponse(@Nullable String name, List<String> userIds, List<Long> departments) {

	@Override
	public String toString() {
		return "TagResponse[]";
	}

}
