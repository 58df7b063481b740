package io.github.wecomlogin.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wecomlogin.directory.OrganisationNeeds;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a registration: who may sign in, and which roles members get. They apply
 * to members of its company only. Immutable.
 */
public final class AccessRules {

	/**
	 * The role of every signed-in member.
	 */
	public static final String EVERYBODY = "USER";

	private final @Nullable AllowRule allow;

	private final List<RoleRule> roles;

	/**
	 * Creates the rules.
	 * @param allow who may sign in, or {@code null} for every member in the application's
	 * visible range
	 * @param roles the role rules, in any order
	 */
	public AccessRules(@Nullable AllowRule allow, List<RoleRule> roles) {
		this.allow = allow;
		this.roles = List.copyOf(roles);
	}

	/**
	 * Returns the rule for who may sign in.
	 * @return the rule, or {@code null} if there is none
	 */
	public @Nullable AllowRule allow() {
		return this.allow;
	}

	/**
	 * Returns the role rules.
	 * @return the rules, in the order of configuration
	 */
	public List<RoleRule> roles() {
		return this.roles;
	}

	/**
	 * Returns the lists that the rules need.
	 * @return the needs
	 */
	public OrganisationNeeds needs() {
		return needs(Stream.concat(ofAllow(), this.roles.stream().map(RoleRule::members)));
	}

	/**
	 * Returns the lists that the rule for who may sign in needs.
	 * @return the needs
	 */
	public OrganisationNeeds needsOfAllow() {
		return needs(ofAllow());
	}

	private Stream<MemberSelector> ofAllow() {
		return Stream.ofNullable(this.allow).map(AllowRule::members);
	}

	private static OrganisationNeeds needs(Stream<MemberSelector> selectors) {
		List<Criterion> criteria = selectors.flatMap((selector) -> selector.criteria().stream()).toList();
		Set<Long> tags = criteria.stream()
			.flatMap((criterion) -> criterion.tags().stream())
			.collect(Collectors.toUnmodifiableSet());
		return new OrganisationNeeds(criteria.stream().anyMatch(Criterion::needsDepartments), tags);
	}

	/**
	 * Evaluates the rules for a member. A rule that cannot be decided grants nothing.
	 * @param member the member and the company's lists
	 * @return the decision
	 */
	public Decision decide(MemberFacts member) {
		Verdict admission = (this.allow != null) ? this.allow.members().verdict(member) : Verdict.YES;
		List<Decision.Grant> grants = new ArrayList<>();
		List<RoleRule> undecided = new ArrayList<>();
		for (RoleRule rule : this.roles) {
			switch (rule.members().verdict(member)) {
				case YES -> grants.add(new Decision.Grant(rule, rule.members().met(member)));
				case UNKNOWN -> undecided.add(rule);
				case NO -> {
					// Grants nothing
				}
			}
		}
		return new Decision(admission, grants, undecided);
	}

}
