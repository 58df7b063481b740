package io.github.wecomlogin.access;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the rules say about a member.
 *
 * @param admission whether the member may sign in
 * @param grants the rules that give the member a role, in the order of configuration
 * @param undecided the rules that may or may not give the member a role, because
 * something is not known
 */
public record Decision(Verdict admission, List<Grant> grants, List<RoleRule> undecided) {

	/**
	 * Creates a decision.
	 * @param admission whether the member may sign in
	 * @param grants the rules that give the member a role
	 * @param undecided the rules that cannot be decided
	 */
	public Decision {
		grants = List.copyOf(grants);
		undecided = List.copyOf(undecided);
	}

	/**
	 * Returns the member's roles.
	 * @return the roles without the prefix {@code ROLE_}, sorted,
	 * {@value AccessRules#EVERYBODY} among them
	 */
	public SortedSet<String> roles() {
		SortedSet<String> roles = new TreeSet<>();
		roles.add(AccessRules.EVERYBODY);
		this.grants.forEach((grant) -> roles.add(grant.rule().role()));
		return roles;
	}

	/**
	 * A rule that gives a role, and why.
	 *
	 * @param rule the rule
	 * @param met what of the rule the member meets
	 */
	public record Grant(RoleRule rule, List<Criterion> met) {

		/**
		 * Creates a grant.
		 * @param rule the rule
		 * @param met what of the rule the member meets
		 */
		public Grant {
			met = List.copyOf(met);
		}

		/**
		 * Returns what of the rule the member meets, in the words of the configuration.
		 * @return for example {@code departments: [2]}
		 */
		public String reason() {
			return this.met.stream().map(Object::toString).collect(Collectors.joining(", "));
		}

	}

}
