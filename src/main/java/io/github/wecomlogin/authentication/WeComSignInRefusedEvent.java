package io.github.wecomlogin.authentication;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.user.WeComSignInDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;

/**
 * Somebody came back from WeCom and was not signed in. Published once for every refusal,
 * also for those that Spring Security never hears of (cancelled, another browser's
 * attempt, cookies blocked). {@link #getAuthentication()} is somebody who is not
 * authenticated: its name is the user id, or {@code anonymous} where none is known, its
 * details are {@link WeComSignInDetails}.
 */
public final class WeComSignInRefusedEvent extends AbstractAuthenticationFailureEvent {

	private static final long serialVersionUID = 1L;

	private final @Nullable String userId;

	private final WeComSignInDetails details;

	private final WeComRefusal refusal;

	public WeComSignInRefusedEvent(RefusedAuthentication authentication, WeComRefusalException exception) {
		super(authentication, exception);
		this.userId = authentication.userId();
		this.details = authentication.getDetails();
		this.refusal = exception.getRefusal();
	}

	/**
	 * Returns whose code it was.
	 * @return the member's user id as WeCom gave it, or {@code null} if nobody was
	 * recognized before the refusal
	 */
	public @Nullable String getUserId() {
		return this.userId;
	}

	/**
	 * Returns with which application somebody wanted to sign in.
	 * @return the registration's id
	 */
	public String getRegistrationId() {
		return this.details.getRegistrationId();
	}

	/**
	 * Returns how somebody wanted to sign in.
	 * @return the way, or {@code null} if the callback belonged to no attempt
	 */
	public @Nullable SignInWay getWay() {
		return this.details.getWay();
	}

	/**
	 * Returns from where somebody wanted to sign in.
	 * @return the address of the client, as the trusted proxies forward it
	 */
	public String getRemoteAddress() {
		return this.details.getRemoteAddress();
	}

	/**
	 * Returns why it was refused.
	 * @return the refusal
	 */
	public WeComRefusal getRefusal() {
		return this.refusal;
	}

	@Override
	public String toString() {
		return "WeComSignInRefusedEvent[" + this.details + "]";
	}

}
