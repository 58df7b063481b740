package io.github.wecomlogin.access;

/**
 * The rule that says who may sign in at all.
 *
 * @param name where the rule stands, for example {@code wecom.allow}
 * @param members who may
 */
public record AllowRule(String name, MemberSelector members) {

	/**
	 * Returns how messages call the rule. They do not say whom it names.
	 */
	String label() {
		return this.name;
	}

	/**
	 * Returns what stands in the configuration.
	 */
	@Override
	public String toString() {
		return this.name + " (" + this.members + ")";
	}

}
