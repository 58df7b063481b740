package io.github.wecomlogin.access;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import io.github.wecomlogin.directory.Member;

/**
 * The rules of one application: which roles a member has. Rules of one company say
 * nothing about members of another.
 */
public final class RoleRules {

	/**
	 * The role that everybody has who is signed in.
	 */
	public static final String EVERYBODY = "USER";

	private final List<RoleRule> rules;

	/**
	 * Creates the rules.
	 * @param rules the rules, in any order
	 */
	public RoleRules(List<RoleRule> rules) {
		this.rules = List.copyOf(rules);
	}

	/**
	 * Returns the roles of a member.
	 * @param member the member
	 * @return the roles without the prefix {@code ROLE_}, sorted, {@value #EVERYBODY}
	 * among them
	 */
	public SortedSet<String> rolesOf(Member member) {
		SortedSet<String> roles = new TreeSet<>();
		roles.add(EVERYBODY);
		this.rules.stream().filter((rule) -> rule.matches(member)).map(RoleRule::role).forEach(roles::add);
		return roles;
	}

}
