package io.github.wecomlogin.directory;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Snapshot of a company's departments and tags.
 *
 * @param departments the departments, or {@code null} if they are not needed or not
 * available
 * @param tags the tags by id, without those that are not needed or not available
 * @param problems the lists that are needed and could not be read or refreshed
 */
public record Organisation(@Nullable DepartmentTree departments, Map<Long, TagMembers> tags,
		List<DirectoryPart> problems) {

	/**
	 * An organisation without departments and tags.
	 */
	public static final Organisation UNKNOWN = new Organisation(null, Map.of(), List.of());

	/**
	 * Creates an organisation.
	 * @param departments the departments, or {@code null}
	 * @param tags the tags by id
	 * @param problems the lists that could not be read
	 */
	public Organisation {
		tags = Map.copyOf(tags);
		problems = List.copyOf(problems);
	}

}
