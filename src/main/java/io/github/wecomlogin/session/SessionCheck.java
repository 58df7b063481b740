package io.github.wecomlogin.session;

import io.github.wecomlogin.refusal.WeComRefusal;
import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

/**
 * Result of checking a session.
 *
 * @param renewed the member as just confirmed, or {@code null} if the session continues
 * unchanged or has ended
 * @param end why the session ended, or {@code null} if it continues
 * @param afterGrace whether the grace period was over, so that the session could not
 * continue without an answer
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
	 * Returns the result when WeCom gave no clear answer: the session continues until the
	 * grace period ends.
	 */
	static SessionCheck unknown(boolean afterGrace) {
		return afterGrace ? ended(WeComRefusal.NOT_CONFIRMED) : UNCHANGED;
	}

	/**
	 * Returns the result when code of the application refused the member or failed. Such
	 * a refusal, and after the grace period a failure, ends the session with its own
	 * reason.
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
