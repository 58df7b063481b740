package io.github.wecomlogin.event;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Something in the directory of the company changed (D/90970, D/90971, D/90972). The
 * contact-sync helper hears of it. Addresses that were entered in WeCom after 2022-08-15
 * get little more than ids, and do not hear that somebody was disabled.
 */
public final class WeComContactChanged extends WeComEvent {

	private final Change change;

	WeComContactChanged(Received received) {
		super(received);
		this.change = Change.of(received.text("ChangeType"));
	}

	/**
	 * Returns what happened.
	 * @return the kind of change
	 */
	public Change getChange() {
		return this.change;
	}

	/**
	 * Returns what happened in WeCom's words.
	 * @return for example {@code update_user}, or {@code null} if WeCom does not say
	 */
	public @Nullable String getChangeType() {
		return received().text("ChangeType");
	}

	/**
	 * Returns which member changed.
	 * @return the user id as it was before, or {@code null} if no member changed
	 */
	public @Nullable String getUserId() {
		return received().text("UserID");
	}

	/**
	 * Returns the new id of a member.
	 * @return the user id, or {@code null} if it did not change
	 */
	public @Nullable String getNewUserId() {
		return received().text("NewUserID");
	}

	/**
	 * Returns the departments of the member.
	 * @return their ids, empty if they did not change
	 */
	public List<Long> getDepartments() {
		return received().numbers("Department");
	}

	/**
	 * Returns the status of the member's account.
	 * @return 1 in use, 2 disabled, 4 not activated, 5 left, or {@code null} if it did
	 * not change
	 */
	public @Nullable Integer getStatus() {
		return received().integer("Status");
	}

	/**
	 * Returns which department changed.
	 * @return its id, or {@code null} if no department changed
	 */
	public @Nullable Long getDepartmentId() {
		return received().number("Id");
	}

	/**
	 * Returns the department above the one that changed.
	 * @return its id, or {@code null} if that did not change
	 */
	public @Nullable Long getParentDepartmentId() {
		return received().number("ParentId");
	}

	/**
	 * Returns which tag changed.
	 * @return its id, or {@code null} if no tag changed
	 */
	public @Nullable Long getTagId() {
		return received().number("TagId");
	}

	/**
	 * Returns who got the tag.
	 * @return user ids
	 */
	public List<String> getAddedUserIds() {
		return received().texts("AddUserItems");
	}

	/**
	 * Returns who lost the tag.
	 * @return user ids
	 */
	public List<String> getRemovedUserIds() {
		return received().texts("DelUserItems");
	}

	/**
	 * Returns which departments got the tag.
	 * @return ids of departments
	 */
	public List<Long> getAddedDepartments() {
		return received().numbers("AddPartyItems");
	}

	/**
	 * Returns which departments lost the tag.
	 * @return ids of departments
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
	 * What happened in a directory.
	 */
	public enum Change {

		/**
		 * A member was added.
		 */
		CREATE_USER,

		/**
		 * Something about a member changed.
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
		 * Members or departments got or lost a tag.
		 */
		UPDATE_TAG,

		/**
		 * Something that this version does not know.
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
