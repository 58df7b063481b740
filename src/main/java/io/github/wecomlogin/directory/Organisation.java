package io.github.wecomlogin.directory;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a company beyond its members, at one moment.
 *
 * @param departments the departments, or {@code null} if they are not needed or cannot be
 * read
 * @param tags the members of tags by the tag's id, without those that are not needed or
 * cannot be read
 * @param problems what is needed and could not be read, or not again
 */
public record Organisation(@Nullable DepartmentTree departments, Map<Long, TagMembers> tags,
		List<DirectoryPart> problems) {

	/**
	 * A company of which nothing is known, and nothing needed.
	 */
	public static final Organisation UNKNOWN = new Organisation(null, Map.of(), List.of());

	/**
	 * Creates an organisation.
	 * @param departments the departments, or {@code null}
	 * @param tags the members of tags by the tag's id
	 * @param problems what could not be read
	 */
	public Organisation {
		tags = Map.copyOf(tags);
		problems = List.copyOf(problems);
	}

}
