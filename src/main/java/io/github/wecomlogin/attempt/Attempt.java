package io.github.wecomlogin.attempt;

import java.time.Duration;
import java.time.Instant;

import io.github.wecomlogin.registration.WeComRegistration;
import io.github.wecomlogin.registration.WeComScope;
import io.github.wecomlogin.user.SignInWay;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that was started in a browser and not yet finished by a callback.
 *
 * @param registrationId the id of the registration
 * @param state the state sent to WeCom
 * @param nonce a value that only this browser has; distinguishes a repeated callback from
 * a stolen one
 * @param way the page of WeCom that the member was redirected to
 * @param returnTo the local path to open after the sign-in, or {@code null} for none
 * @param startedAt the start, in whole seconds
 * @param used whether a callback has been accepted
 */
public record Attempt(String registrationId, String state, String nonce, SignInWay way, @Nullable String returnTo,
		Instant startedAt, boolean used) {

	/**
	 * Lifetime of an attempt.
	 */
	public static final Duration MAX_AGE = Duration.ofMinutes(10);

	/**
	 * Time after the first callback within which a repeated one is answered.
	 */
	public static final Duration REPLAY_WINDOW = Duration.ofSeconds(60);

	public Attempt asUsed() {
		return new Attempt(this.registrationId, this.state, this.nonce, this.way, this.returnTo, this.startedAt, true);
	}

	public Attempt withReturnTo(@Nullable String target) {
		return new Attempt(this.registrationId, this.state, this.nonce, this.way, target, this.startedAt, this.used);
	}

	/**
	 * Whether the attempt asks the member for consent because the account could not be
	 * found without it.
	 */
	public boolean asksForConsent() {
		return SignInState.asksForConsent(this.state);
	}

	/**
	 * Returns what the member is asked for.
	 * @param registration the registration of the attempt
	 */
	public WeComScope scope(WeComRegistration registration) {
		return asksForConsent() ? WeComScope.SNSAPI_PRIVATEINFO : registration.scope();
	}

	Attempt withoutReturnTo() {
		return withReturnTo(null);
	}

	@Override
	public String toString() {
		return "Attempt[registrationId=" + this.registrationId + ", way=" + this.way + "]";
	}

}
