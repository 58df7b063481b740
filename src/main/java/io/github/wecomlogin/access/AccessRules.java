package io.github.wecomlogin.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wecomlogin.directory.OrganisationNeeds;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one application: who may sign in, and which roles a member has. Rules of
 * one company say nothing about members of another. Immutable.
 */
public final class AccessRules {

	/**
	 * The role that everybody has who is signed in.
	 */
	public static final String EVERYBODY = "USER";

	private final @Nullable AllowRule allow;

	private final List<RoleRule> roles;

	/**
	 * Creates the rules.
	 * @param allow who may sign in, or {@code null} for everybody whom the application
	 * may see
	 * @param roles which roles members have, in any order
	 */
	public AccessRules(@Nullable AllowRule allow, List<RoleRule> roles) {
		this.allow = allow;
		this.roles = List.copyOf(roles);
	}

	/**
	 * Returns the rule that says who may sign in.
	 * @return the rule, or {@code null} if there is none
	 */
	public @Nullable AllowRule allow() {
		return this.allow;
	}

	/**
	 * Returns the rules that give roles.
	 * @return the rules, in the order of configuration
	 */
	public List<RoleRule> roles() {
		return this.roles;
	}

	/**
	 * Returns what must be known of the company to decide.
	 * @return the needs
	 */
	public OrganisationNeeds needs() {
		return needs(Stream.concat(ofAllow(), this.roles.stream().map(RoleRule::members)));
	}

	/**
	 * Returns what must be known of the company to decide who may sign in.
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
	 * Decides about a member. A rule for which something is not known gives nothing.
	 * @param member what is known of the member
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
					// Nothing to say
				}
			}
		}
		return new Decision(admission, grants, undecided);
	}

}
