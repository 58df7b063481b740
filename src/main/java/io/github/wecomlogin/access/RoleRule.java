package io.github.wecomlogin.access;

/**
 * A rule that grants a role to selected members of a company.
 *
 * @param name the property of the rule, for example {@code wecom.roles[2]}
 * @param role the role without the prefix {@code ROLE_}
 * @param members selects the members
 */
public record RoleRule(String name, String role, MemberSelector members) {

	/**
	 * Omits the selected members, because user ids must not be logged.
	 */
	@Override
	public String toString() {
		return this.name + " (" + this.role + ")";
	}

}
