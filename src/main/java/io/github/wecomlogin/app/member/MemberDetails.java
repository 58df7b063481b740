package io.github.wecomlogin.app.member;

import java.util.List;

import io.github.wecomlogin.user.WeComTag;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

/**
 * Holds the data of a member that rules use.
 *
 * @param userId the member's user ID
 * @param name the display name
 * @param position the job title, or {@code null}
 * @param departments the member's departments
 * @param tags the member's tags, as far as rules name them
 */
record MemberDetails(String userId, String name, @Nullable String position, List<Membership> departments,
		List<WeComTag> tags) {

	static MemberDetails of(WeComUser user) {
		return new MemberDetails(user.getUserId(), user.getDisplayName(), user.getPosition(),
				user.getDepartments().stream().map((department) -> Membership.of(user, department)).toList(),
				user.getTags());
	}

	public String monogram() {
		return Monogram.of(this.name);
	}

	/**
	 * Shows no personal data: models end up in logs.
	 */
	@Override
	public String toString() {
		return "MemberDetails[]";
	}

}
