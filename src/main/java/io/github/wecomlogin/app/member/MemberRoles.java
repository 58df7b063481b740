package io.github.wecomlogin.app.member;

import java.util.Collection;
import java.util.List;

import io.github.wecomlogin.authorization.WeComAccessReport;
import io.github.wecomlogin.authorization.WeComGrant;
import io.github.wecomlogin.refusal.WeComRefusal;
import org.jspecify.annotations.Nullable;

/**
 * Holds the roles of an account and their explanation.
 *
 * @param roles the roles, sorted
 * @param facts the data the rules use, or {@code null} if no rules apply to the account
 * @param refusal why the account could not sign in now, or {@code null}
 * @param undecided the undecidable rules
 */
record MemberRoles(List<ExplainedRole> roles, @Nullable MemberDetails facts, @Nullable WeComRefusal refusal,
		List<String> undecided) {

	/**
	 * Explains the roles that a sign-in of a member would grant.
	 */
	static MemberRoles ofMember(WeComAccessReport report) {
		return new MemberRoles(ExplainedRole.given(report.grants()), MemberDetails.of(report.user()), report.refusal(),
				report.undecided());
	}

	/**
	 * Explains the roles of a member's session.
	 */
	static MemberRoles ofSession(Collection<String> held, WeComAccessReport report) {
		return new MemberRoles(ExplainedRole.compared(held, grants(held, report)), MemberDetails.of(report.user()),
				report.refusal(), report.undecided());
	}

	/**
	 * Lists the roles of an account to which no rules apply.
	 */
	static MemberRoles unexplained(Collection<String> held) {
		return new MemberRoles(ExplainedRole.unexplained(held), null, null, List.of());
	}

	// A member who is refused gains no roles with the next check
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
