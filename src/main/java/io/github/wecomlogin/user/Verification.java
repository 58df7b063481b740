package io.github.wecomlogin.user;

import java.time.Instant;

/**
 * What a session knows of its last check.
 *
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param signedInAt when the session began
 * @param checkedAt when WeCom was last asked, by the clock of the node that asked
 * @param seen the change stamps that were read before WeCom was asked
 */
public record Verification(Instant signedInAt, Instant checkedAt, Stamps seen) {

	public static Verification at(Instant time) {
		return new Verification(time, time, Stamps.UNKNOWN);
	}

	public Verification renewed(Verification later) {
		return new Verification(this.signedInAt, later.checkedAt, later.seen.orEnd(this.seen));
	}

}
