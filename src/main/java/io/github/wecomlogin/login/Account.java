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
	 * Returns what stands for everybody in a company: no member has an empty id.
	 */
	static Account ofCompany(String corpId) {
		return new Account(corpId, "");
	}

	@Override
	public String toString() {
		return "Account[]";
	}

}
