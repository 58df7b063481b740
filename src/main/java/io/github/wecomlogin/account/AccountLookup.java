package io.github.wecomlogin.account;

import io.github.wecomlogin.refusal.ExplainedException;
import io.github.wecomlogin.refusal.RefusalMapper;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * Requires an account of each member if the application has {@link WeComAccounts}, and
 * refuses members without a usable one.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class AccountLookup {

	private static final String PART = "The bean WeComAccounts";

	private final @Nullable WeComAccounts accounts;

	/**
	 * Creates the lookup.
	 * @param accounts the accounts, or {@code null} if members need none
	 */
	public AccountLookup(@Nullable WeComAccounts accounts) {
		this.accounts = accounts;
	}

	/**
	 * Returns the account of a member.
	 * @param member the member, admitted by the rules
	 * @return the account, or {@code null} if members need none
	 * @throws WeComRefusalException if the member has no usable account
	 */
	public @Nullable UserDetails find(WeComUser member) {
		if (this.accounts == null) {
			return null;
		}
		UserDetails account;
		try {
			account = findIn(this.accounts, member);
		}
		catch (AccountStatusException ex) {
			throw new WeComRefusalException(WeComRefusal.ACCOUNT_DISABLED, ExplainedException.of(PART, ex));
		}
		catch (RuntimeException ex) {
			throw RefusalMapper.ofApplication(PART, ex);
		}
		if (account == null) {
			throw new WeComRefusalException(WeComRefusal.NO_ACCOUNT);
		}
		if (!account.isEnabled() || !account.isAccountNonLocked() || !account.isAccountNonExpired()) {
			throw new WeComRefusalException(WeComRefusal.ACCOUNT_DISABLED);
		}
		return account;
	}

	static @Nullable UserDetails findIn(WeComAccounts accounts, WeComUser member) {
		try {
			return accounts.find(member);
		}
		catch (UsernameNotFoundException ex) {
			return null;
		}
	}

}
