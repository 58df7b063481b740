package io.github.wecomlogin.app.admin;

import java.util.List;

import io.github.wecomlogin.app.member.SignInOption;
import org.jspecify.annotations.Nullable;

/**
 * Holds the result of a search.
 *
 * @param query the text as entered, or an empty string
 * @param members the first members found
 * @param found the number of members found
 * @param departments the first departments found
 * @param department the department whose members are shown, or {@code null}
 * @param rule the rule whose members are shown, or {@code null}
 * @param lookups the applications in which the text can be looked up as a user ID
 * @param searched the number of members known to this node
 * @param limited whether this node keeps no more members
 */
record SearchResult(String query, List<ShownMember> members, int found, List<ShownDepartment> departments,
		@Nullable ShownDepartment department, @Nullable String rule, List<SignInOption> lookups, int searched,
		boolean limited) {

	/**
	 * Shows no personal data: models end up in logs.
	 */
	@Override
	public String toString() {
		return "SearchResult[]";
	}

}
