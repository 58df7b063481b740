package io.github.wecomlogin.login;

import io.github.wecomlogin.client.AsciiIds;

/**
 * Who a member is for us: a user id says nothing without its company, and WeCom compares
 * it without case (D/90196).
 *
 * @param corpId the company
 * @param userId the member's id in lower case
 */
record Account(String corpId, String userId) {

	static Account of(String corpId, String userId) {
		return new Account(corpId, AsciiIds.toLowerCase(userId));
	}

	/**
	 * Returns what stands for a company: no member has an empty id.
	 */
	static Account ofCompany(String corpId) {
		return new Account(corpId, "");
	}

	/**
	 * Returns what stands for the departments and tags of a company: no member's id has a
	 * slash.
	 */
	static Account ofDirectory(String corpId) {
		return new Account(corpId, "/directory");
	}

	Account company() {
		return ofCompany(this.corpId);
	}

	Account directory() {
		return ofDirectory(this.corpId);
	}

	boolean isMember() {
		return !this.userId.isEmpty() && !this.userId.startsWith("/");
	}

	/**
	 * Returns the name of the change stamp.
	 */
	String stamp() {
		return "stamp|" + this.corpId + "|" + this.userId;
	}

	/**
	 * Returns the name of the stamp that ends sessions.
	 */
	String end() {
		return "end|" + this.corpId + "|" + this.userId;
	}

	@Override
	public String toString() {
		return "Account[]";
	}

}
