package io.github.wecomlogin.authentication;

import io.github.wecomlogin.client.PersonalDetail;
import io.github.wecomlogin.user.Account;

/**
 * The identity that WeCom returned for a code.
 *
 * @param account the account
 * @param userId the member's id as returned by WeCom
 * @param detail what the member consented to show; {@link PersonalDetail#NONE} without
 * {@code snsapi_privateinfo}
 */
record Identity(Account account, String userId, PersonalDetail detail) {

	@Override
	public String toString() {
		return "Identity[]";
	}

}
