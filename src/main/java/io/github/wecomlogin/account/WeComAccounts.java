package io.github.wecomlogin.account;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

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
	 * {@link UsernameNotFoundException} means the same
	 * @throws WeComRefusalException to refuse the member with a code of its own; with
	 * {@link WeComRefusal#CONSENT_REQUIRED} if mobile number or mail address are missing
	 * to find the account. The member is then asked for consent once, where WeCom can ask
	 * (in a sign-in inside WeCom), and refused as {@link WeComRefusal#NO_ACCOUNT}
	 * otherwise
	 * @throws org.springframework.security.authentication.AccountStatusException to
	 * refuse the member as {@link WeComRefusal#ACCOUNT_DISABLED}
	 */
	@Nullable UserDetails find(WeComUser member);

	/**
	 * Returns accounts that are found here, or else there. The second part may create the
	 * account. It is then called by concurrent sign-ins of the same member as well, so a
	 * unique constraint must keep it from creating two.
	 * @param others called for members without an account here, but not for members who
	 * are refused here. Where consent is required here, only {@link ContactAccounts} are
	 * called, which create no account
	 * @return both
	 */
	default WeComAccounts orElse(WeComAccounts others) {
		return (member) -> {
			UserDetails account;
			try {
				account = findIn(this, member);
			}
			catch (WeComRefusalException ex) {
				boolean next = ex.getRefusal() == WeComRefusal.CONSENT_REQUIRED && others instanceof ContactAccounts;
				account = next ? findIn(others, member) : null;
				if (account == null) {
					throw ex;
				}
			}
			return (account != null) ? account : others.find(member);
		};
	}

	private static @Nullable UserDetails findIn(WeComAccounts accounts, WeComUser member) {
		try {
			return accounts.find(member);
		}
		catch (UsernameNotFoundException ex) {
			return null;
		}
	}

}
