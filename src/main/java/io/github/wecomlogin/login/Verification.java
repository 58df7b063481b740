package io.github.wecomlogin.login;

import java.time.Instant;

/**
 * What a session knows of its last check.
 *
 * @param signedInAt when the session began
 * @param checkedAt when WeCom was last asked, by the clock of the node that asked
 * @param seen the change stamps that were read before WeCom was asked
 */
record Verification(Instant signedInAt, Instant checkedAt, Stamps seen) {

	static Verification at(Instant time) {
		return new Verification(time, time, Stamps.UNKNOWN);
	}

	Verification renewed(Verification later) {
		return new Verification(this.signedInAt, later.checkedAt, later.seen.orEnd(this.seen));
	}

}
