package io.github.wecomlogin.token;

import java.util.function.BooleanSupplier;

import io.github.wecomlogin.account.AccountLookup;
import io.github.wecomlogin.authentication.SignInTimeout;
import io.github.wecomlogin.authorization.CallPermits;
import io.github.wecomlogin.authorization.WeComAccess;
import io.github.wecomlogin.invalidation.ChangeStamps;
import io.github.wecomlogin.refusal.ExplainedException;
import io.github.wecomlogin.refusal.RefusalMapper;
import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.user.Stamps;
import io.github.wecomlogin.user.WeComUser;
import io.github.wecomlogin.util.Deadline;
import io.github.wecomlogin.util.Texts;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.userdetails.UserDetails;

/**
 * Exchanges a hand-over for what the application answers, however the hand-over arrived.
 * A member who has changed since the callback is read from WeCom again; the rules and the
 * account are always checked.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class TokenExchange {

	private static final String PART = "WeComTokenIssuer";

	private final WeComTokenIssuer issuer;

	private final AccountLookup accounts;

	private final WeComAccess access;

	private final ChangeStamps stamps;

	private final CallPermits permits;

	private final SignInTimeout timeout;

	/**
	 * Creates the exchange.
	 * @param issuer gives the answer
	 * @param accounts finds the accounts of members
	 * @param access reads members and applies the rules
	 * @param stamps the current change stamps
	 * @param permits limit the exchanges that call WeCom
	 * @param timeout the time budget of an exchange
	 */
	public TokenExchange(WeComTokenIssuer issuer, AccountLookup accounts, WeComAccess access, ChangeStamps stamps,
			CallPermits permits, SignInTimeout timeout) {
		this.issuer = issuer;
		this.accounts = accounts;
		this.access = access;
		this.stamps = stamps;
		this.permits = permits;
		this.timeout = timeout;
	}

	/**
	 * Returns what the application answers a confirmed member.
	 * @throws WeComRefusalException if the member is refused
	 */
	Object issue(WeComUser member, HttpServletRequest request) {
		UserDetails account = this.accounts.find(member, false);
		WeComUser signedIn = (account != null) ? member.toBuilder().accountId(account.getUsername()).build() : member;
		Object answer;
		try {
			answer = this.issuer.issue(new WeComSignIn(signedIn, account), request);
		}
		catch (RuntimeException ex) {
			throw RefusalMapper.ofApplication(PART, ex);
		}
		if (answer == null) {
			throw new WeComRefusalException(WeComRefusal.MISCONFIGURED,
					new ExplainedException(Texts.OPERATORS.both("token.no-answer", PART)));
		}
		return answer;
	}

	/**
	 * Confirms the member of a hand-over, which is redeemed before WeCom is called.
	 * @param redeem redeems the hand-over and returns whether it was not redeemed before
	 * @return the member, or {@code null} if the hand-over was redeemed before
	 * @throws WeComRefusalException if the member is refused; as {@code busy} without
	 * redeeming the hand-over if WeCom must be called and no permit is free
	 */
	@Nullable WeComUser confirm(WeComRegistration registration, HandOver handOver, BooleanSupplier redeem) {
		WeComUser user = handOver.user(registration.registrationId(), registration.application().corpId());
		if (user == null) {
			throw new WeComRefusalException(WeComRefusal.ATTEMPT_MISMATCH);
		}
		Deadline deadline = this.timeout.start();
		Stamps.Change change = this.stamps.current(user).since(user.verification().seen());
		if (change == Stamps.Change.ENDED) {
			throw new WeComRefusalException(WeComRefusal.SESSION_ENDED);
		}
		if (change == Stamps.Change.NOTHING && handOver.member() != null) {
			return redeem.getAsBoolean() ? this.access.admit(user, deadline) : null;
		}
		try (CallPermits.Permit permit = this.permits.enter(deadline)) {
			if (permit == null) {
				throw new WeComRefusalException(WeComRefusal.BUSY);
			}
			return redeem.getAsBoolean() ? this.access.renew(user,
					this.access.read(registration, user.getUserId(), true, deadline), true, deadline) : null;
		}
	}

}
