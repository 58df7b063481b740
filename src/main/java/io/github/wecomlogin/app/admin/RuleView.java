package io.github.wecomlogin.app.admin;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Holds what the administration page shows of a rule.
 *
 * @param name the property of the rule
 * @param role the role, or {@code null} for the rule for who can sign in
 * @param text the selectors as configured
 * @param entries the departments and tags of the rule, with names
 * @param members the number of known members that the rule selects
 */
public record RuleView(String name, @Nullable String role, String text, List<RuleEntry> entries, long members) {

	/**
	 * Omits the selected members, because user IDs must not be logged.
	 */
	@Override
	public String toString() {
		return "RuleView[" + this.name + "]";
	}

}
