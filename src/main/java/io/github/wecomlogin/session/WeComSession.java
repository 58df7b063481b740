package io.github.wecomlogin.session;

import java.time.Instant;

import io.github.wecomlogin.user.SignInWay;
import org.jspecify.annotations.Nullable;

/**
 * A session of a member, for administrators.
 *
 * @param reference tells it from others; no session id, and of no use to anybody else
 * @param registrationId with which application the member signed in
 * @param userId the member's id in the directory's spelling
 * @param signedInAt when the session began
 * @param lastUsedAt when it was last used
 * @param checkedAt when WeCom last confirmed the member for it
 * @param remoteAddress the address of the client as the servlet container saw it, or
 * {@code null} if it is not known
 * @param way how the member signed in, or {@code null} if it is not known
 */
public record WeComSession(String reference, String registrationId, String userId, Instant signedInAt,
		Instant lastUsedAt, Instant checkedAt, @Nullable String remoteAddress, @Nullable SignInWay way) {

	/**
	 * Shows no personal data.
	 */
	@Override
	public String toString() {
		return "WeComSession[registrationId=" + this.registrationId + "]";
	}

}
