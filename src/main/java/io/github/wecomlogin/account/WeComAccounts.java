package io.github.wecomlogin.account;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.userdetails.UserDetails;

/**
 * Finds the account that a member has in this application. With a bean of this type every
 * sign-in with WeCom requires one: a member without an account is refused as
 * {@link WeComRefusal#NO_ACCOUNT}, and one whose account is disabled, locked or expired
 * as {@link WeComRefusal#ACCOUNT_DISABLED}. An expired password does not matter, because
 * none is used.
 * <p>
 * {@link UserIdAccounts}, {@link JdbcAccounts} and {@link ContactAccounts} are ready-made
 * implementations. {@link #orElse} combines them, also with code that creates the account
 * at the first sign-in:
 *
 * <pre class="code">
 * &#64;Bean
 * WeComAccounts accounts(JdbcOperations jdbc, UserDetailsService users) {
 *     return new JdbcAccounts(jdbc, users);
 * }
 * </pre>
 *
 * Called for each sign-in after the rules ({@code wecom.allow}) have admitted the member,
 * so it should be quick.
 */
@FunctionalInterface
public interface WeComAccounts {

	/**
	 * Finds the account of a member.
	 * @param member the member, as WeCom has just confirmed it
	 * @return the account, or {@code null} if the member has none; a
	 * {@link org.springframework.security.core.userdetails.UsernameNotFoundException}
	 * means the same
	 * @throws WeComRefusalException to refuse the member with a code of its own
	 * @throws org.springframework.security.authentication.AccountStatusException to
	 * refuse the member as {@link WeComRefusal#ACCOUNT_DISABLED}
	 */
	@Nullable UserDetails find(WeComUser member);

	/**
	 * Whether the accounts cannot be found without what the member consents to show in
	 * WeCom. If so, start-up fails unless each registration has the scope
	 * {@code snsapi_privateinfo}.
	 * @return {@code false} unless overridden
	 */
	default boolean needsPrivateInfo() {
		return false;
	}

	/**
	 * Returns accounts that are found here, or else there. The second part may create the
	 * account. It is then called by concurrent sign-ins of the same member as well, so a
	 * unique constraint must keep it from creating two.
	 * @param others called for members without an account here, but not for members who
	 * are refused here
	 * @return both
	 */
	default WeComAccounts orElse(WeComAccounts others) {
		WeComAccounts first = this;
		return new WeComAccounts() {

			@Override
			public @Nullable UserDetails find(WeComUser member) {
				UserDetails account = AccountLookup.findIn(first, member);
				return (account != null) ? account : others.find(member);
			}

			@Override
			public boolean needsPrivateInfo() {
				return first.needsPrivateInfo() || others.needsPrivateInfo();
			}

		};
	}

}
