package io.github.wecomlogin.directory;

import java.util.Set;

/**
 * What must be known of a company beyond the member.
 *
 * @param departments whether the departments must be known, and which is below which
 * @param tags the ids of the tags whose members must be known
 */
public record OrganisationNeeds(boolean departments, Set<Long> tags) {

	/**
	 * Creates the needs.
	 * @param departments whether the departments must be known
	 * @param tags the ids of the tags whose members must be known
	 */
	public OrganisationNeeds {
		tags = Set.copyOf(tags);
	}

}
