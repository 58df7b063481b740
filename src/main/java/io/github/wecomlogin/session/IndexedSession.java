package io.github.wecomlogin.session;

import java.time.Instant;

import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * A session of a member that a {@link SessionIndex} found.
 *
 * @param id the id of the session, which is as good as a password and goes nowhere else
 * @param authentication who is signed in
 * @param lastUsedAt when the session was last used
 */
public record IndexedSession(String id, Authentication authentication, Instant lastUsedAt) {

	@Nullable WeComUser user() {
		return SignedInMember.of(this.authentication);
	}

	@Override
	public String toString() {
		return "IndexedSession[]";
	}

}
