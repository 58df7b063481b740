package io.github.wecomlogin.access;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.wecomlogin.directory.Member;

/**
 * A rule that gives a role to some members of one company.
 *
 * @param role the role without the prefix {@code ROLE_}
 * @param users the ids of the members who have it; compared without case, as WeCom does
 * (D/90196)
 */
public record RoleRule(String role, Set<String> users) {

	/**
	 * Creates a rule.
	 * @param role the role without the prefix {@code ROLE_}
	 * @param users the user ids, in any case
	 */
	public RoleRule {
		users = users.stream().map((user) -> user.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
	}

	boolean matches(Member member) {
		return this.users.contains(member.userId().toLowerCase(Locale.ROOT));
	}

}
