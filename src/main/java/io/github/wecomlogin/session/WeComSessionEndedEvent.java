package io.github.wecomlogin.session;

import java.time.Instant;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.user.WeComSignInDetails;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.event.AbstractAuthenticationEvent;
import org.springframework.security.core.Authentication;

/**
 * Published when a session ends before the member signs out: the member has left or is no
 * longer allowed, could not be confirmed within {@code wecom.session.recheck-grace}, or
 * an administrator ended the session. Published for the same reasons when a token, or
 * another authentication with a {@link WeComMemberResolver}, is refused: at most once a
 * minute per member. With Spring Boot's Actuator it becomes an audit event.
 */
public final class WeComSessionEndedEvent extends AbstractAuthenticationEvent {

	private static final long serialVersionUID = 1L;

	private final transient WeComUser user;

	private final WeComRefusal reason;

	WeComSessionEndedEvent(Authentication authentication, WeComUser user, WeComRefusal reason) {
		super(authentication);
		this.user = user;
		this.reason = reason;
	}

	/**
	 * Returns the member.
	 * @return the member as last confirmed
	 */
	public WeComUser getUser() {
		return this.user;
	}

	/**
	 * Returns why the session ended.
	 * @return {@link WeComRefusal#SESSION_ENDED} if an administrator ended it,
	 * {@link WeComRefusal#NOT_CONFIRMED} if WeCom gave no clear answer within the grace
	 * period, {@link WeComRefusal#ACCOUNT_REFUSED} if code of the application refused the
	 * account, {@link WeComRefusal#MISCONFIGURED} if that code still failed after the
	 * grace period, otherwise WeCom's answer
	 */
	public WeComRefusal getReason() {
		return this.reason;
	}

	/**
	 * Returns when the member signed in.
	 * @return the time at which the session began
	 */
	public Instant getSignedInAt() {
		return this.user.getSignedInAt();
	}

	/**
	 * Returns the address that the member signed in from.
	 * @return the client's address as seen by the servlet container, or {@code null} if
	 * the security filter chain uses its own {@code AuthenticationDetailsSource}
	 */
	public @Nullable String getRemoteAddress() {
		return (getAuthentication().getDetails() instanceof WeComSignInDetails details) ? details.getRemoteAddress()
				: null;
	}

	/**
	 * Returns how the member signed in.
	 * @return the way, or {@code null} if unknown
	 */
	public @Nullable SignInWay getWay() {
		return (getAuthentication().getDetails() instanceof WeComSignInDetails details) ? details.getWay() : null;
	}

	@Override
	public String toString() {
		return "WeComSessionEndedEvent[registrationId=" + this.user.getRegistrationId() + ", reason="
				+ this.reason.code() + "]";
	}

}
