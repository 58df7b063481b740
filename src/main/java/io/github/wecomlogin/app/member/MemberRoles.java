package io.github.wecomlogin.app.member;

import java.util.Collection;
import java.util.List;

import io.github.wecomlogin.authorization.WeComAccessReport;
import io.github.wecomlogin.authorization.WeComGrant;
import io.github.wecomlogin.refusal.WeComRefusal;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's roles and what gives them, as the pages show it.
 *
 * @param roles the roles, sorted
 * @param facts what the rules look at, or {@code null} if no rules are for this person
 * @param refusal why the person could not sign in now, or {@code null}
 * @param undecided the rules that cannot be decided
 */
record MemberRoles(List<ExplainedRole> roles, @Nullable MemberDetails facts, @Nullable WeComRefusal refusal,
		List<String> undecided) {

	/**
	 * Explains what a member who is not signed in would have.
	 */
	static MemberRoles ofMember(WeComAccessReport report) {
		return new MemberRoles(ExplainedRole.given(report.grants()), MemberDetails.of(report.user()), report.refusal(),
				report.undecided());
	}

	/**
	 * Explains what somebody has who is signed in.
	 */
	static MemberRoles ofSession(Collection<String> held, WeComAccessReport report) {
		return new MemberRoles(ExplainedRole.compared(held, grants(held, report)), MemberDetails.of(report.user()),
				report.refusal(), report.undecided());
	}

	/**
	 * Lists the roles of somebody for whom there are no rules.
	 */
	static MemberRoles unexplained(Collection<String> held) {
		return new MemberRoles(ExplainedRole.unexplained(held), null, null, List.of());
	}

	// Whoever is not let in again gets nothing with the next check
	private static List<WeComGrant> grants(Collection<String> held, WeComAccessReport report) {
		if (report.refusal() == null) {
			return report.grants();
		}
		return report.grants().stream().filter((grant) -> {
			String role = RoleName.of(grant.authority());
			return role != null && held.contains(role);
		}).toList();
	}

	/**
	 * Shows no personal data: models end up in logs.
	 */
	@Override
	public String toString() {
		return "MemberRoles[]";
	}

}
