package io.github.wecomlogin.account;

import io.github.wecomlogin.refusal.ExplainedException;
import io.github.wecomlogin.refusal.RefusalMapper;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.Texts;
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

	private static final String PART = "WeComAccounts";

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
	 * @param consentPossible whether the member can be asked for consent
	 * @return the account, or {@code null} if members need none
	 * @throws WeComRefusalException if the member has no usable account; as
	 * {@code consent_required} only if the member can be asked
	 */
	public @Nullable UserDetails find(WeComUser member, boolean consentPossible) {
		if (this.accounts == null) {
			return null;
		}
		UserDetails account;
		try {
			account = this.accounts.find(member);
		}
		catch (UsernameNotFoundException ex) {
			account = null;
		}
		catch (AccountStatusException ex) {
			throw new WeComRefusalException(WeComRefusal.ACCOUNT_DISABLED, ExplainedException.of(PART, ex));
		}
		catch (RuntimeException ex) {
			WeComRefusalException refusal = RefusalMapper.ofApplication(PART, ex);
			throw (refusal.getRefusal() == WeComRefusal.CONSENT_REQUIRED && !consentPossible) ? noContact() : refusal;
		}
		if (account == null) {
			throw new WeComRefusalException(WeComRefusal.NO_ACCOUNT);
		}
		if (!account.isEnabled() || !account.isAccountNonLocked() || !account.isAccountNonExpired()) {
			throw new WeComRefusalException(WeComRefusal.ACCOUNT_DISABLED);
		}
		return account;
	}

	private static WeComRefusalException noContact() {
		return new WeComRefusalException(WeComRefusal.NO_ACCOUNT,
				new ExplainedException(Texts.OPERATORS.both("account.no-contact")));
	}

}
