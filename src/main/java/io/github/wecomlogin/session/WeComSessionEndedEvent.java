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
 * A session ended before the member signed out: the member left or may no longer be let
 * in, nobody could confirm for too long that they may, or an administrator ended it. With
 * Spring Boot's Actuator it becomes an audit event.
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
	 * Returns whose session it was.
	 * @return the member as last known
	 */
	public WeComUser getUser() {
		return this.user;
	}

	/**
	 * Returns why it ended.
	 * @return {@link WeComRefusal#SESSION_ENDED} if an administrator did it,
	 * {@link WeComRefusal#NOT_CONFIRMED} if WeCom gave no clear answer for too long,
	 * {@link WeComRefusal#ACCOUNT_REFUSED} if the application's own code refused the
	 * account, {@link WeComRefusal#MISCONFIGURED} if it failed for too long, or else
	 * WeCom's answer
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
	 * Returns from where the member signed in.
	 * @return the address of the client as the servlet container saw it, or {@code null}
	 * if the security filter chain has an {@code AuthenticationDetailsSource} of its own
	 */
	public @Nullable String getRemoteAddress() {
		return (getAuthentication().getDetails() instanceof WeComSignInDetails details) ? details.getRemoteAddress()
				: null;
	}

	/**
	 * Returns how the member signed in.
	 * @return the way, or {@code null} if it is not known
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
