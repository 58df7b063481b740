package io.github.wecomlogin.session;

import java.time.Instant;

import io.github.wecomlogin.user.WeComUser;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * A session of a member found by a {@link SessionIndex}.
 *
 * @param id the session id: a credential, which must not be logged or shown
 * @param authentication the authentication that the session holds
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
