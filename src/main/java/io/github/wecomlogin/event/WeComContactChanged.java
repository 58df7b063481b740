package io.github.wecomlogin.event;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Published when the company's directory changes (D/90970, D/90971, D/90972). Sent to the
 * contact-sync helper only. Callback URLs configured after 2022-08-15 get little more
 * than ids, and no notice when a member is disabled.
 */
public final class WeComContactChanged extends WeComEvent {

	private final Change change;

	WeComContactChanged(Received received) {
		super(received);
		this.change = Change.of(received.text("ChangeType"));
	}

	/**
	 * Returns the kind of change.
	 * @return the kind of change
	 */
	public Change getChange() {
		return this.change;
	}

	/**
	 * Returns WeCom's name of the change.
	 * @return for example {@code update_user}, or {@code null} if absent
	 */
	public @Nullable String getChangeType() {
		return received().text("ChangeType");
	}

	/**
	 * Returns the changed member.
	 * @return the user id before the change, or {@code null} if no member changed
	 */
	public @Nullable String getUserId() {
		return received().text("UserID");
	}

	/**
	 * Returns the member's new user id.
	 * @return the user id, or {@code null} if it did not change
	 */
	public @Nullable String getNewUserId() {
		return received().text("NewUserID");
	}

	/**
	 * Returns the member's departments.
	 * @return department ids, empty if they did not change
	 */
	public List<Long> getDepartments() {
		return received().numbers("Department");
	}

	/**
	 * Returns the member's account status.
	 * @return 1 active, 2 disabled, 4 not activated, 5 left, or {@code null} if it did
	 * not change
	 */
	public @Nullable Integer getStatus() {
		return received().integer("Status");
	}

	/**
	 * Returns the changed department.
	 * @return the department id, or {@code null} if no department changed
	 */
	public @Nullable Long getDepartmentId() {
		return received().number("Id");
	}

	/**
	 * Returns the parent of the changed department.
	 * @return the department id, or {@code null} if the parent did not change
	 */
	public @Nullable Long getParentDepartmentId() {
		return received().number("ParentId");
	}

	/**
	 * Returns the changed tag.
	 * @return the tag id, or {@code null} if no tag changed
	 */
	public @Nullable Long getTagId() {
		return received().number("TagId");
	}

	/**
	 * Returns the members who were given the tag.
	 * @return user ids
	 */
	public List<String> getAddedUserIds() {
		return received().texts("AddUserItems");
	}

	/**
	 * Returns the members who lost the tag.
	 * @return user ids
	 */
	public List<String> getRemovedUserIds() {
		return received().texts("DelUserItems");
	}

	/**
	 * Returns the departments that were given the tag.
	 * @return department ids
	 */
	public List<Long> getAddedDepartments() {
		return received().numbers("AddPartyItems");
	}

	/**
	 * Returns the departments that lost the tag.
	 * @return department ids
	 */
	public List<Long> getRemovedDepartments() {
		return received().numbers("DelPartyItems");
	}

	@Override
	@Nullable String subject() {
		return getUserId();
	}

	@Override
	public String toString() {
		return "WeComContactChanged[" + getSourceId() + ", " + this.change + "]";
	}

	/**
	 * Kinds of directory changes.
	 */
	public enum Change {

		/**
		 * A member was added.
		 */
		CREATE_USER,

		/**
		 * A member was updated.
		 */
		UPDATE_USER,

		/**
		 * A member was removed.
		 */
		DELETE_USER,

		/**
		 * A department was added.
		 */
		CREATE_PARTY,

		/**
		 * A department was moved or renamed.
		 */
		UPDATE_PARTY,

		/**
		 * A department was removed.
		 */
		DELETE_PARTY,

		/**
		 * Members or departments were added to or removed from a tag.
		 */
		UPDATE_TAG,

		/**
		 * A change unknown to this version.
		 */
		OTHER;

		private static Change of(@Nullable String changeType) {
			for (Change change : values()) {
				if (change != OTHER && change.name().toLowerCase(Locale.ROOT).equals(changeType)) {
					return change;
				}
			}
			return OTHER;
		}

	}

}
