package io.github.wecomlogin.access;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Result of evaluating the rules for a member.
 *
 * @param admission whether the member may sign in
 * @param grants the rules that grant a role, in the order of configuration
 * @param undecided the rules that could not be decided because data is missing
 */
public record Decision(Verdict admission, List<Grant> grants, List<RoleRule> undecided) {

	/**
	 * Creates a decision.
	 * @param admission whether the member may sign in
	 * @param grants the rules that grant a role
	 * @param undecided the rules that could not be decided
	 */
	public Decision {
		grants = List.copyOf(grants);
		undecided = List.copyOf(undecided);
	}

	/**
	 * Returns the member's roles.
	 * @return the roles without the prefix {@code ROLE_}, sorted, including
	 * {@value AccessRules#EVERYBODY}
	 */
	public SortedSet<String> roles() {
		SortedSet<String> roles = new TreeSet<>();
		roles.add(AccessRules.EVERYBODY);
		this.grants.forEach((grant) -> roles.add(grant.rule().role()));
		return roles;
	}

	/**
	 * A rule that grants a role, and the reason.
	 *
	 * @param rule the rule
	 * @param met the criteria that the member meets
	 */
	public record Grant(RoleRule rule, List<Criterion> met) {

		/**
		 * Creates a grant.
		 * @param rule the rule
		 * @param met the criteria that the member meets
		 */
		public Grant {
			met = List.copyOf(met);
		}

		/**
		 * Returns the criteria that the member meets, as written in the configuration.
		 * @return for example {@code departments: [2]}
		 */
		public String reason() {
			return this.met.stream().map(Object::toString).collect(Collectors.joining(", "));
		}

	}

}
