package io.github.wecomlogin.directory;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A member of a company, as far as the application may see (D/90196). Absent fields are
 * normal: applications created after 2022-06-20 get neither mobile nor mail nor picture.
 *
 * @param userId the id in the directory's spelling; compare it without case
 * @param name the name, or the user id where the application may not read names
 * @param status what the directory says about the account
 * @param departments the ids of the departments that the application may see
 * @param ledDepartments those of them that the member leads
 * @param mainDepartment the main department, if it may be seen
 * @param directLeaders the user ids of the member's leaders
 * @param position the job title
 */
public record Member(String userId, String name, Status status, List<Long> departments, Set<Long> ledDepartments,
		@Nullable Long mainDepartment, List<String> directLeaders, @Nullable String position) {

	@Override
	public String toString() {
		return "Member[]";
	}

	/**
	 * What the directory says about a member's account.
	 */
	public enum Status {

		/**
		 * The account is in use (1).
		 */
		ACTIVE,

		/**
		 * An administrator disabled the account (2).
		 */
		DISABLED,

		/**
		 * The member never signed in to WeCom (4).
		 */
		NOT_ACTIVATED,

		/**
		 * The member left the company (5).
		 */
		LEFT,

		/**
		 * A value that this version does not know.
		 */
		UNKNOWN,

		/**
		 * Absent or no number, so nothing is said about the account.
		 */
		MISSING;

		static Status of(@Nullable Integer status) {
			if (status == null) {
				return MISSING;
			}
			return switch (status) {
				case 1 -> ACTIVE;
				case 2 -> DISABLED;
				case 4 -> NOT_ACTIVATED;
				case 5 -> LEFT;
				default -> UNKNOWN;
			};
		}

	}

}
