package io.github.wecomlogin.app.member;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.wecomlogin.authorization.WeComGrant;

/**
 * A role of somebody, and what gives it.
 *
 * @param name the role
 * @param standing whether it is there already, and whether it still would be
 * @param grants what gives it now; empty if nothing does
 */
record ExplainedRole(String name, RoleStanding standing, List<WeComGrant> grants) {

	/**
	 * Explains what a sign-in would give now.
	 */
	static List<ExplainedRole> given(Collection<WeComGrant> grants) {
		return byRole(grants).entrySet()
			.stream()
			.map((role) -> new ExplainedRole(role.getKey(), RoleStanding.HELD, role.getValue()))
			.toList();
	}

	/**
	 * Compares what somebody has since the sign-in with what one would give now.
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
