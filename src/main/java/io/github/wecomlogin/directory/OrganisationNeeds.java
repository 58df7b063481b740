package io.github.wecomlogin.directory;

import java.util.Set;

/**
 * The lists of a company that rules need besides the member.
 *
 * @param departments whether the department tree is needed
 * @param tags the ids of the needed tags
 */
public record OrganisationNeeds(boolean departments, Set<Long> tags) {

	/**
	 * Creates the needs.
	 * @param departments whether the department tree is needed
	 * @param tags the ids of the needed tags
	 */
	public OrganisationNeeds {
		tags = Set.copyOf(tags);
	}

}
