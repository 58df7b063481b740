package io.github.wecomlogin.session;

import io.github.wecomlogin.login.WeComRefusal;
import io.github.wecomlogin.login.WeComUser;
import org.jspecify.annotations.Nullable;

/**
 * What came of checking a session.
 *
 * @param renewed the member as confirmed just now, or {@code null} if the session goes on
 * as it is or has ended
 * @param end why the session has ended, or {@code null} if it goes on
 */
record SessionCheck(@Nullable WeComUser renewed, @Nullable WeComRefusal end) {

	static final SessionCheck UNCHANGED = new SessionCheck(null, null);

	static SessionCheck renewed(WeComUser user) {
		return new SessionCheck(user, null);
	}

	static SessionCheck ended(WeComRefusal reason) {
		return new SessionCheck(null, reason);
	}

	@Override
	public String toString() {
		return "SessionCheck[" + this.end + "]";
	}

}
