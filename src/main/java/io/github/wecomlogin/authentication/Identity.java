package io.github.wecomlogin.authentication;

import io.github.wecomlogin.client.UserDetailResponse;
import io.github.wecomlogin.user.Account;
import org.jspecify.annotations.Nullable;

/**
 * What a spent code was worth: who signed in, and what they agreed to show.
 *
 * @param account who
 * @param userId the member's id as WeCom gave it
 * @param detail only with {@code snsapi_privateinfo}
 */
record Identity(Account account, String userId, @Nullable UserDetailResponse detail) {

	@Override
	public String toString() {
		return "Identity[]";
	}

}
