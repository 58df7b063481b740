package io.github.wecomlogin.attempt;

import java.time.Instant;

import io.github.wecomlogin.user.SignInWay;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that was started in a browser and may come back from WeCom.
 *
 * @param registrationId with which application it was started
 * @param state the state sent to WeCom
 * @param nonce known to this browser alone; tells a repeated callback from a stolen one
 * @param way which of WeCom's pages the member was sent to
 * @param returnTo the local path to open afterwards, or {@code null} for none
 * @param startedAt when it was started, in whole seconds
 * @param used whether a callback was already accepted for it
 */
public record Attempt(String registrationId, String state, String nonce, SignInWay way, @Nullable String returnTo,
		Instant startedAt, boolean used) {

	public Attempt asUsed() {
		return new Attempt(this.registrationId, this.state, this.nonce, this.way, this.returnTo, this.startedAt, true);
	}

	public Attempt withReturnTo(@Nullable String target) {
		return new Attempt(this.registrationId, this.state, this.nonce, this.way, target, this.startedAt, this.used);
	}

	Attempt withoutReturnTo() {
		return withReturnTo(null);
	}

	@Override
	public String toString() {
		return "Attempt[registrationId=" + this.registrationId + ", way=" + this.way + "]";
	}

}
