package io.github.wecomlogin.access;

/**
 * A rule that gives a role to some members of one company.
 *
 * @param name where the rule stands, for example {@code wecom.roles[2]}
 * @param role the role without the prefix {@code ROLE_}
 * @param members who has it
 */
public record RoleRule(String name, String role, MemberSelector members) {

	/**
	 * Does not say whom the rule names: user ids do not belong in logs.
	 */
	@Override
	public String toString() {
		return this.name + " (" + this.role + ")";
	}

}
