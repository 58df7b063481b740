package io.github.wecomlogin.token;

import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.userdetails.UserDetails;

/**
 * A sign-in that is handed over to the application.
 *
 * @param member the member, confirmed by WeCom, with the authorities that the rules give
 * @param account the member's account as the bean
 * {@link io.github.wecomlogin.account.WeComAccounts} returned it, or {@code null} if
 * there is no such bean
 */
public record WeComSignIn(WeComUser member, @Nullable UserDetails account) {

	/**
	 * Omits personal data.
	 */
	@Override
	public String toString() {
		return "WeComSignIn[" + this.member + "]";
	}

}
