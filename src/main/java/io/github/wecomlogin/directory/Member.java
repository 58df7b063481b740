package io.github.wecomlogin.directory;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.wecomlogin.util.CheckedCopies;
import org.jspecify.annotations.Nullable;

/**
 * A member of a company as visible to the application (D/90196). Fields may be absent:
 * applications created after 2022-06-20 get no mobile number, mail address or picture.
 *
 * @param userId the id in the directory's spelling; compare it without case
 * @param name the name, or the user id if the application may not read names
 * @param status the status of the account
 * @param departments the ids of the member's departments that are visible to the
 * application
 * @param ledDepartments those of them that the member leads
 * @param mainDepartment the main department, or {@code null} if it is not visible
 * @param directLeaders the user ids of the member's direct leaders
 * @param position the job title, or {@code null}
 */
public record Member(String userId, String name, Status status, List<Long> departments, Set<Long> ledDepartments,
		@Nullable Long mainDepartment, List<String> directLeaders, @Nullable String position) {

	public Member {
		Objects.requireNonNull(userId, "userId");
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(status, "status");
		departments = CheckedCopies.list(departments, Long.class);
		ledDepartments = CheckedCopies.set(ledDepartments, Long.class);
		directLeaders = CheckedCopies.list(directLeaders, String.class);
	}

	@Override
	public String toString() {
		return "Member[]";
	}

	/**
	 * Status of a member's account.
	 */
	public enum Status {

		/**
		 * Active (1).
		 */
		ACTIVE,

		/**
		 * Disabled by an administrator (2).
		 */
		DISABLED,

		/**
		 * Never activated: the member has not signed in to WeCom (4).
		 */
		NOT_ACTIVATED,

		/**
		 * Has left the company (5).
		 */
		LEFT,

		/**
		 * A value unknown to this version.
		 */
		UNKNOWN,

		/**
		 * Absent or not a number; the state of the account is unknown.
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
