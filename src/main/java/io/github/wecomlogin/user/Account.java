package io.github.wecomlogin.user;

import io.github.wecomlogin.util.AsciiIds;

/**
 * Identity of a member: company and user id. User ids are unique within a company only
 * and are compared without case (D/90196).
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param corpId the company
 * @param userId the member's id in lower case
 */
public record Account(String corpId, String userId) {

	public static Account of(String corpId, String userId) {
		return new Account(corpId, AsciiIds.toLowerCase(userId));
	}

	/**
	 * Returns the key of a company as a whole. No member has an empty id.
	 */
	public static Account ofCompany(String corpId) {
		return new Account(corpId, "");
	}

	/**
	 * Returns the key of a company's departments and tags. No user id contains a slash.
	 */
	public static Account ofDirectory(String corpId) {
		return new Account(corpId, "/directory");
	}

	public Account company() {
		return ofCompany(this.corpId);
	}

	public Account directory() {
		return ofDirectory(this.corpId);
	}

	/**
	 * Returns the key of the end of the member's sessions.
	 */
	public Account end() {
		return new Account(this.corpId, "/end/" + this.userId);
	}

	public boolean isMember() {
		return !this.userId.isEmpty() && !this.userId.startsWith("/");
	}

	/**
	 * Returns the name of the change stamp.
	 */
	public String stamp() {
		return "stamp|" + this.corpId + "|" + this.userId;
	}

	@Override
	public String toString() {
		return "Account[]";
	}

}
