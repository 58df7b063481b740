package io.github.wecomlogin.authorization;

import java.util.List;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say about a member at the moment, and why.
 *
 * @param user the member, with the authorities that a sign-in would give now
 * @param refusal why the member could not sign in now, or {@code null} if they could
 * @param grants why the member has each authority; one authority may be there several
 * times
 * @param undecided the rules that may or may not give the member a role, because
 * something is not known: the log says what
 */
public record WeComAccessReport(WeComUser user, @Nullable WeComRefusal refusal, List<WeComGrant> grants,
		List<String> undecided) {

	/**
	 * Creates a report.
	 * @param user the member
	 * @param refusal why the member could not sign in
	 * @param grants why the member has each authority
	 * @param undecided the rules that cannot be decided
	 */
	public WeComAccessReport {
		grants = List.copyOf(grants);
		undecided = List.copyOf(undecided);
	}

	@Override
	public String toString() {
		return "WeComAccessReport[]";
	}

}
