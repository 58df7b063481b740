package io.github.wecomlogin.user;

import io.github.wecomlogin.util.AsciiIds;

/**
 * Who a member is for us: a user id says nothing without its company, and WeCom compares
 * it without case (D/90196).
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
	 * Returns what stands for a company: no member has an empty id.
	 */
	public static Account ofCompany(String corpId) {
		return new Account(corpId, "");
	}

	/**
	 * Returns what stands for the departments and tags of a company: no member's id has a
	 * slash.
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

	public boolean isMember() {
		return !this.userId.isEmpty() && !this.userId.startsWith("/");
	}

	/**
	 * Returns the name of the change stamp.
	 */
	public String stamp() {
		return "stamp|" + this.corpId + "|" + this.userId;
	}

	/**
	 * Returns the name of the stamp that ends sessions.
	 */
	public String end() {
		return "end|" + this.corpId + "|" + this.userId;
	}

	@Override
	public String toString() {
		return "Account[]";
	}

}
