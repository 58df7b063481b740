package io.github.wecomlogin.access;

/**
 * The rule for who may sign in.
 *
 * @param name the property of the rule, for example {@code wecom.allow}
 * @param members selects the members who may
 */
public record AllowRule(String name, MemberSelector members) {

	/**
	 * Omits the selected members, because user ids must not be logged.
	 */
	@Override
	public String toString() {
		return this.name;
	}

}
