package io.github.wecomlogin.session;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking a session.
 *
 * @param renewed the member as confirmed just now, or {@code null} if the session goes on
 * as it is or has ended
 * @param end why the session has ended, or {@code null} if it goes on
 * @param afterGrace whether the session cannot go on as it was
 */
record SessionCheck(@Nullable WeComUser renewed, @Nullable WeComRefusal end, boolean afterGrace) {

	static final SessionCheck UNCHANGED = new SessionCheck(null, null, false);

	static SessionCheck renewed(WeComUser user, boolean afterGrace) {
		return new SessionCheck(user, null, afterGrace);
	}

	static SessionCheck ended(WeComRefusal reason) {
		return new SessionCheck(null, reason, false);
	}

	/**
	 * What comes of it if nothing is known.
	 */
	static SessionCheck unknown(boolean afterGrace) {
		return afterGrace ? ended(WeComRefusal.NOT_CONFIRMED) : UNCHANGED;
	}

	/**
	 * Returns the result of a check that code of the application refused or could not
	 * finish. Only that, and not WeCom, is then to blame for the end of the session.
	 */
	static SessionCheck failed(WeComRefusal refusal, boolean afterGrace) {
		if (refusal.isAboutMember() || (afterGrace && refusal == WeComRefusal.MISCONFIGURED)) {
			return ended(refusal);
		}
		return unknown(afterGrace);
	}

	@Override
	public String toString() {
		return "SessionCheck[" + this.end + "]";
	}

}
