package io.github.wecomlogin.app.member;

import java.util.List;

import io.github.wecomlogin.user.WeComTag;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

/**
 * What the rules look at.
 *
 * @param userId the member's id
 * @param name what people call the member
 * @param position the job title, or {@code null}
 * @param departments what the member is in which department
 * @param tags the member's tags that rules mention
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
