package io.github.wecomlogin.user;

import java.time.Instant;
import java.util.Objects;

/**
 * The last successful check of a session.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param signedInAt when the session began
 * @param checkedAt when WeCom was called, by the clock of the node that called it
 * @param seen the change stamps read before the call
 */
public record Verification(Instant signedInAt, Instant checkedAt, Stamps seen) {

	public Verification {
		Objects.requireNonNull(signedInAt, "signedInAt");
		Objects.requireNonNull(checkedAt, "checkedAt");
		Objects.requireNonNull(seen, "seen");
	}

	public static Verification at(Instant time) {
		return new Verification(time, time, Stamps.UNKNOWN);
	}

	public Verification renewed(Verification later) {
		return new Verification(this.signedInAt, later.checkedAt, later.seen.orEnd(this.seen));
	}

}
