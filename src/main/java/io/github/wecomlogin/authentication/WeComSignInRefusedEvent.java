package io.github.wecomlogin.authentication;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.refusal.WeComRefusalException;
import io.github.wecomlogin.user.SignInWay;
import io.github.wecomlogin.user.WeComSignInDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;

/**
 * Published once for every refused sign-in, also for those that do not reach Spring
 * Security (cancelled, another browser's attempt, cookies blocked).
 * {@link #getAuthentication()} is not authenticated: its name is the user id, or
 * {@code anonymous} if none is known, its details are {@link WeComSignInDetails}.
 */
public final class WeComSignInRefusedEvent extends AbstractAuthenticationFailureEvent {

	private static final long serialVersionUID = 1L;

	private final @Nullable String userId;

	private final WeComSignInDetails details;

	private final WeComRefusal refusal;

	private final String reference;

	public WeComSignInRefusedEvent(RefusedAuthentication authentication, WeComRefusalException exception) {
		super(authentication, exception);
		this.userId = authentication.userId();
		this.details = authentication.getDetails();
		this.refusal = exception.getRefusal();
		this.reference = exception.getReference();
	}

	/**
	 * Returns the member whose code it was.
	 * @return the user id as WeCom returned it, or {@code null} if no member was
	 * identified before the refusal
	 */
	public @Nullable String getUserId() {
		return this.userId;
	}

	/**
	 * Returns the registration of the sign-in.
	 * @return the registration's id
	 */
	public String getRegistrationId() {
		return this.details.getRegistrationId();
	}

	/**
	 * Returns the way of the sign-in.
	 * @return the way, or {@code null} if the callback belonged to no attempt
	 */
	public @Nullable SignInWay getWay() {
		return this.details.getWay();
	}

	/**
	 * Returns the client address of the sign-in.
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

	/**
	 * Returns the reference, which stands on the page that the visitor sees, in the log
	 * line and in the {@linkplain WeComSignInDetails#getReference() details}. The time of
	 * the refusal is {@link #getTimestamp()}, in milliseconds since 1970.
	 * @return eight letters and digits
	 */
	public String getReference() {
		return this.reference;
	}

	@Override
	public String toString() {
		return "WeComSignInRefusedEvent[" + this.details + "]";
	}

}
