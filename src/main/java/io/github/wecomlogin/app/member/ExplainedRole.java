package io.github.wecomlogin.app.member;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.wecomlogin.authorization.WeComGrant;

/**
 * Explains a role: its state in the session and its current grants.
 *
 * @param name the role
 * @param standing how the session and the current grants compare
 * @param grants the current grants; empty if there are none
 */
record ExplainedRole(String name, RoleStanding standing, List<WeComGrant> grants) {

	/**
	 * Explains the roles that a sign-in would grant now.
	 */
	static List<ExplainedRole> given(Collection<WeComGrant> grants) {
		return byRole(grants).entrySet()
			.stream()
			.map((role) -> new ExplainedRole(role.getKey(), RoleStanding.HELD, role.getValue()))
			.toList();
	}

	/**
	 * Compares the roles of a session with those that a sign-in would grant now.
	 */
	static List<ExplainedRole> compared(Collection<String> held, Collection<WeComGrant> grants) {
		Map<String, List<WeComGrant>> roles = byRole(grants);
		held.forEach((role) -> roles.putIfAbsent(role, List.of()));
		return roles.entrySet()
			.stream()
			.map((role) -> new ExplainedRole(role.getKey(),
					standing(held.contains(role.getKey()), !role.getValue().isEmpty()), role.getValue()))
			.toList();
	}

	static List<ExplainedRole> unexplained(Collection<String> held) {
		return held.stream().map((role) -> new ExplainedRole(role, RoleStanding.UNEXPLAINED, List.of())).toList();
	}

	private static RoleStanding standing(boolean held, boolean given) {
		if (!held) {
			return RoleStanding.WITH_NEXT_CHECK;
		}
		return given ? RoleStanding.HELD : RoleStanding.NO_LONGER_GIVEN;
	}

	private static Map<String, List<WeComGrant>> byRole(Collection<WeComGrant> grants) {
		Map<String, List<WeComGrant>> roles = new TreeMap<>();
		for (WeComGrant grant : grants) {
			String role = RoleName.of(grant.authority());
			if (role != null) {
				roles.computeIfAbsent(role, (name) -> new ArrayList<>()).add(grant);
			}
		}
		return roles;
	}

	/**
	 * Shows no personal data: models end up in logs.
	 */
	@Override
	public String toString() {
		return "ExplainedRole[]";
	}

}
