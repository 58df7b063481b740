package io.github.wecomlogin.access;

/**
 * The rule that says who may sign in at all.
 *
 * @param name where the rule stands, for example {@code wecom.allow}
 * @param members who may
 */
public record AllowRule(String name, MemberSelector members) {

	/**
	 * Does not say whom the rule names: user ids do not belong in logs.
	 */
	@Override
	public String toString() {
		return this.name;
	}

}
